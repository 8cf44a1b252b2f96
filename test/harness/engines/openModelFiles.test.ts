import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type OpenModelFile, openModelFiles } from '../../../src/harness/engines/openModelFiles.ts';
import { testEngine } from '../../benchmark/running/runFixture.ts';
import { makeTinyModel } from '../../model/makeTinyModel.ts';

const never = new AbortController().signal;
const request = { system: '', messages: [], tools: [], thinking: { kind: 'off' }, maxTokens: 1 } as const;
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-files-'));
  path = join(folder, 'tiny.gguf');
  await makeTinyModel(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Remembers what is in memory. */
function memory(broken?: string) {
  const loaded: string[] = [];
  const history: string[] = [];
  const open: OpenModelFile = async ({ id, file }) => {
    if (id === broken) throw new AppError('load-failed', { path: id, detail: 'broken' });
    expect(file?.fileDigest).toMatch(/^[0-9a-f]{64}$/);
    loaded.push(id);
    history.push(id);
    expect(loaded.length).toBe(1);
    return { ...testEngine(id), dispose: async () => void loaded.splice(loaded.indexOf(id), 1) };
  };
  return { loaded, history, ports: { open, workerPath: '', log: silentLog } };
}

function wanted(...ids: readonly string[]) {
  return ids.map((id) => ({
    id,
    load: { path, contextTokens: 1024, threads: 1, gpu: 'off' as const },
    thinking: false,
  }));
}

describe('models of which one at a time is in memory', () => {
  it('are all tried first, and then loaded when they are asked, one in the place of the other', async () => {
    const { loaded, history, ports } = memory();
    const engines = await openModelFiles(wanted('a', 'b'), ports, never);
    expect(engines.map(({ record }) => record.id)).toEqual(['a', 'b']);
    expect(history).toEqual(['a', 'b']);
    const [a, b] = engines;
    await a?.prepare?.(never);
    await a?.engine.reply(request, () => {}, never);
    await Promise.all([b?.prepare?.(never), b?.prepare?.(never)]);
    expect(history).toEqual(['a', 'b', 'a', 'b']);
    for (const engine of engines) await engine.dispose();
    expect(loaded).toEqual([]);
    await expect(a?.prepare?.(never)).rejects.toMatchObject({ code: 'engine-closed' });
  });

  it('leave nothing behind when one of them cannot be loaded', async () => {
    const { loaded, ports } = memory('b');
    await expect(openModelFiles(wanted('a', 'b'), ports, never)).rejects.toMatchObject({ code: 'load-failed' });
    expect(loaded).toEqual([]);
  });
});
