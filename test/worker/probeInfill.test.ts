import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InfillRequest, LoadRequest } from '../../src/engine/engine.ts';
import type { InfillOrder } from '../../src/engine/infillAbility.ts';
import { type ProbeHole, isFilled, probeHoles } from '../../src/worker/probeHoles.ts';
import { type ProbeInfill, passesProbe, probeInfill } from '../../src/worker/probeInfill.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { greetingScript, infillScript } from '../model/script.ts';
import { engineWith, hole, never, smallLoad, temporaryFolder } from './withEngine.ts';

const usage = {
  promptTokens: 10,
  reusedTokens: 0,
  evaluatedTokens: 10,
  generatedTokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
};

/** Fills as many holes as it is told to, in each order, and notes in which orders it was asked. */
function modelThatFills(counts: Readonly<Record<InfillOrder, number>>) {
  const asked: InfillOrder[] = [];
  const infill: ProbeInfill = async ({ path }: InfillRequest, order) => {
    asked.push(order);
    const index = probeHoles.findIndex((known) => known.path === path);
    return { text: index < counts[order] ? (probeHoles[index]?.answer ?? '') : 'noise', usage };
  };
  return { infill, asked };
}

const total = probeHoles.length;

describe('the order of the parts', () => {
  test.each<[usual: number, other: number, order: InfillOrder, passed: number, tokens: number]>([
    [total, total, 'prefix-suffix-middle', total, 10 * total],
    [4, 4, 'prefix-suffix-middle', 4, 20 * total],
    [4, 5, 'suffix-prefix-middle', 5, 20 * total],
    [0, total, 'suffix-prefix-middle', total, 20 * total],
    [0, 0, 'prefix-suffix-middle', 0, 20 * total],
  ])('with %i and %i holes filled it is %s', async (usual, other, order, passed, evaluatedTokens) => {
    const { infill } = modelThatFills({ 'prefix-suffix-middle': usual, 'suffix-prefix-middle': other });
    expect(await probeInfill(infill, never)).toEqual({
      probe: { order, passed, total, evaluatedTokens },
      isComplete: true,
    });
  });

  test('the second is not tried where the first leaves nothing to gain', async () => {
    const { infill, asked } = modelThatFills({ 'prefix-suffix-middle': total, 'suffix-prefix-middle': total });
    await probeInfill(infill, never);
    expect(new Set(asked)).toEqual(new Set(['prefix-suffix-middle']));
  });
});

test('half of the holes will do', () => {
  const outcome = { order: 'prefix-suffix-middle', total: 6, evaluatedTokens: 0 } as const;
  expect([2, 3].map((passed) => passesProbe({ ...outcome, passed }))).toEqual([false, true]);
});

test('a hole is filled by its answer, and by its answer and what follows on the line', () => {
  const [loop] = probeHoles;
  const written = ['i++', ' i++ ', 'i++) {', 'i++)', '', 'i', 'i++; x', 'i += 1', '++'];
  expect(written.map((text) => isFilled(loop as ProbeHole, text))).toEqual([
    ...[true, true, true, true],
    ...[false, false, false, false, false],
  ]);
});

/** Rejects like a lane does when its request is given up. */
const endless: ProbeInfill = (_request, _order, signal) =>
  new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });

test('a model that is too slow for all holes is judged by those it had time for', async () => {
  let calls = 0;
  const infill: ProbeInfill = (request, order, signal) => {
    calls += 1;
    return calls <= 2
      ? Promise.resolve({ text: probeHoles[calls - 1]?.answer ?? '', usage })
      : endless(request, order, signal);
  };
  const { probe, isComplete } = await probeInfill(infill, never, 1);
  expect({ ...probe, isComplete }).toMatchObject({ passed: probe.total, isComplete: false });
  expect(passesProbe(probe)).toBe(true);
});

test('an abort ends it as an abort, and another failure as that', async () => {
  const controller = new AbortController();
  const probing = probeInfill(endless, controller.signal);
  controller.abort();
  await expect(probing).rejects.toMatchObject({ name: 'AbortError' });
  await expect(probeInfill(() => Promise.reject(new Error('decode failed')), never)).rejects.toThrow('decode failed');
});

describe('a real engine', () => {
  let folder: string;
  let cacheFolder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    cacheFolder = join(folder, 'cache');
  });
  const probing: Omit<LoadRequest, 'path'> = { ...smallLoad, infillProbe: 'run' };
  const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));

  test('finds that the starter model fills holes, and the next load takes its word for it', async () => {
    const { model: first, engine } = await engineWith(starter, { ...probing, cacheFolder });
    expect(first.capabilities.infill).toBe('line');
    expect(first.infillProbe).toMatchObject({ order: 'prefix-suffix-middle', total });
    expect(first.infillProbe?.passed).toBeGreaterThanOrEqual(total / 2);
    expect(first.infillProbe?.evaluatedTokens).toBeGreaterThan(0);
    await engine.dispose();

    const { model: second } = await engineWith(starter, { ...probing, cacheFolder });
    expect(second.infillProbe).toEqual({ ...first.infillProbe, evaluatedTokens: 0 });
  });

  test('a result that cannot be read is found again', async () => {
    const [entry = ''] = await readdir(cacheFolder);
    const path = join(cacheFolder, entry);
    const good = await readFile(path, 'utf8');
    for (const broken of ['', '{"order":', '{"order":"sideways","passed":1,"total":2}', '[]']) {
      await writeFile(path, broken);
      const { model, engine } = await engineWith(starter, { ...probing, cacheFolder });
      expect(model.infillProbe?.evaluatedTokens).toBeGreaterThan(0);
      await engine.dispose();
      expect(await readFile(path, 'utf8')).toBe(good);
    }
  });

  test('a folder that cannot be written costs a probe and nothing else', async () => {
    const { model } = await engineWith(starter, { ...probing, cacheFolder: join(starter, 'no-folder') });
    expect(model.capabilities.infill).toBe('line');
  });

  test('does not offer what a model of noise would write, says why, and keeps no context for it', async () => {
    const path = join(folder, 'noise.gguf');
    await makeTinyModel(path);
    const { model, engine } = await engineWith(path, probing);
    expect(model.capabilities).toMatchObject({ infill: 'none', chat: true });
    expect(model).toMatchObject({ infillContextTokens: 0, infillProblem: { kind: 'probe-failed', passed: 0, total } });
    await expect(engine.infill(hole, () => {}, never)).rejects.toMatchObject({ code: 'infill-unsupported' });
    const { model: trusted } = await engineWith(path, smallLoad);
    if (model.place.kind !== 'local' || trusted.place.kind !== 'local') throw new Error('both are local');
    expect(model.place.memory.context.cpu).toBeLessThan(trusted.place.memory.context.cpu);
  });

  test('says so when the vocabulary has no marks', async () => {
    const path = join(folder, 'other-marks.gguf');
    const key = (name: string, value: number) =>
      [`tokenizer.ggml.fim_${name}_token_id`, { type: 'uint32', value }] as const;
    // The file names tokens for the parts, but they are not those of the layout.
    const setKeys = Object.fromEntries([key('pre', 1), key('suf', 2), key('mid', 3)]);
    await makeTinyModel(path, { setKeys, plainInfillTokens: true });
    const { model } = await engineWith(path, probing);
    expect(model).toMatchObject({ capabilities: { infill: 'none' }, infillProblem: { kind: 'no-tokens' } });
  });

  test('uses the order that was found: with the suffix first, a key costs no more than its line', async () => {
    const path = join(folder, 'scripted.gguf');
    await makeScriptedModel(path, [...greetingScript, ...infillScript]);
    const suffix = 'x'.repeat(500);
    const evaluated = async (load: Omit<LoadRequest, 'path'>): Promise<number> => {
      const { engine } = await engineWith(path, load);
      await engine.infill({ ...hole, suffix, prefix: 'one\nconst a' }, () => {}, never);
      const { text, usage: next } = await engine.infill({ ...hole, suffix, prefix: 'one\nconst ab' }, () => {}, never);
      expect(text).toBe(' a + b;');
      return next.evaluatedTokens;
    };
    const cache = join(folder, 'known');
    const probed = await engineWith(path, { ...probing, cacheFolder: cache });
    expect(probed.model.capabilities.infill).toBe('none');
    const [entry = ''] = await readdir(cache);
    await writeFile(join(cache, entry), JSON.stringify({ order: 'suffix-prefix-middle', passed: total, total }));
    expect(await evaluated({ ...probing, cacheFolder: cache })).toBeLessThan(20);
    expect(await evaluated(smallLoad)).toBeGreaterThan(500);
  });
});
