import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { createCompleter, graceMs } from '../../src/completion/completer.ts';
import type { EngineAccess } from '../../src/completion/engineAccess.ts';
import type { Outcome } from '../../src/completion/outcome.ts';
import type { Snapshot, Trigger } from '../../src/completion/snapshot.ts';
import type { ModelDescription } from '../../src/engine/engine.ts';
import { createManualClock } from '../manualClock.ts';
import { createHeldEngine, type HeldInfill, modelWith } from './heldEngine.ts';
import { afterTyping, snapshotAt } from './snapshotAt.ts';

const start = snapshotAt('const a = |\nconst b = 2;');

/** Lets every promise that can settle do so. */
async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) await Promise.resolve();
}

function setUp({ model = modelWith(), access }: { model?: ModelDescription; access?: EngineAccess } = {}) {
  const engine = createHeldEngine();
  const clock = createManualClock();
  const errors: unknown[] = [];
  let current = model;
  const completer = createCompleter({
    access: access ?? (() => ({ kind: 'available', engine, model: current, isStarting: false })),
    clock,
    gatherContext: () => [],
    reportError: (error) => errors.push(error),
  });
  let previous = new AbortController();

  /** As the editor asks: the request before is given up first. */
  const ask = (snapshot: Snapshot, trigger: Trigger = 'automatic'): Promise<Outcome> => {
    previous.abort();
    previous = new AbortController();
    return completer.complete(snapshot, trigger, previous.signal);
  };
  /** The same, past the debounce. */
  const askAndWait = async (snapshot: Snapshot): Promise<{ outcome: Promise<Outcome> }> => {
    const outcome = ask(snapshot);
    clock.advance(400);
    await settle();
    return { outcome };
  };
  const infillAt = (index: number): HeldInfill => {
    const infill = engine.infills[index];
    if (infill === undefined) throw new Error(`infill ${index} was not asked for`);
    return infill;
  };
  const giveUp = (): void => previous.abort();
  const load = (next: ModelDescription): void => void (current = next);
  return { engine, clock, errors, completer, ask, askAndWait, infillAt, giveUp, load };
}

describe('completer', () => {
  it('suggests what the engine writes', async () => {
    const { askAndWait, infillAt } = setUp();
    const { outcome } = await askAndWait(start);
    expect(infillAt(0).request).toMatchObject({
      prefix: 'const a = ',
      suffix: '\nconst b = 2;',
      stop: { kind: 'line' },
    });
    infillAt(0).finish('1;');
    expect(await outcome).toEqual({
      kind: 'suggested',
      text: '1;',
      replaceBefore: 0,
      replaceAfter: 0,
      source: 'engine',
    });
  });

  it('answers typing along it at once, without the engine', async () => {
    const { ask, askAndWait, infillAt, engine } = setUp();
    const { outcome } = await askAndWait(start);
    infillAt(0).finish('compute();');
    await outcome;
    for (const typed of ['c', 'co', 'com', 'c', '']) {
      const next = await ask(afterTyping(start, typed));
      expect(next).toMatchObject({ text: 'compute();'.slice(typed.length), source: 'type-through' });
    }
    expect(engine.infills).toHaveLength(1);
  });

  it('gives the document its own line ends', async () => {
    const { askAndWait, infillAt } = setUp();
    const { outcome } = await askAndWait(snapshotAt('f() {\n  |\n}', { eol: '\r\n' }));
    infillAt(0).finish('a();\n  b();');
    expect(await outcome).toMatchObject({ text: 'a();\r\n  b();' });
  });

  it('leads with the entry chosen in the suggest widget', async () => {
    const { askAndWait, infillAt } = setUp();
    const selected = { text: 'push', span: { before: 2, after: 0 } };
    const { outcome } = await askAndWait(snapshotAt('list.pu|', { selected }));
    expect(infillAt(0).request.prefix).toBe('list.push');
    infillAt(0).finish('(1);');
    expect(await outcome).toMatchObject({ text: 'push(1);', replaceBefore: 2 });
  });

  describe('while a request is under way', () => {
    it('aborts it at a key that does not fit', async () => {
      const { ask, askAndWait, infillAt, engine, clock } = setUp();
      const { outcome: first } = await askAndWait(start);
      infillAt(0).write('comp');
      const second = ask(afterTyping(start, 'x'));
      expect(infillAt(0).isAborted).toBe(true);
      expect(await first).toEqual({ kind: 'skipped', reason: { kind: 'superseded' } });
      clock.advance(400);
      await settle();
      expect(engine.infills).toHaveLength(2);
      infillAt(1).finish('yz;');
      expect(await second).toMatchObject({ text: 'yz;', source: 'engine' });
    });

    it('goes on with it when the key fits, and serves the remainder', async () => {
      const { ask, askAndWait, infillAt, engine } = setUp();
      const { outcome: first } = await askAndWait(start);
      infillAt(0).write('comp');
      const second = ask(afterTyping(start, 'c'));
      const third = ask(afterTyping(start, 'co'));
      await settle();
      expect(infillAt(0).isAborted).toBe(false);
      infillAt(0).finish('compute();');
      expect(await third).toMatchObject({ text: 'mpute();', source: 'in-flight' });
      expect((await first).kind).toBe('skipped');
      expect((await second).kind).toBe('skipped');
      expect(engine.infills).toHaveLength(1);
    });

    it('starts anew when the model turns out to write something else', async () => {
      const { ask, askAndWait, infillAt } = setUp();
      await askAndWait(start);
      const second = ask(afterTyping(start, 'c'));
      infillAt(0).write('do');
      expect(infillAt(0).isAborted).toBe(true);
      await settle();
      infillAt(1).finish('ompute();');
      expect(await second).toMatchObject({ text: 'ompute();', source: 'engine' });
    });

    it('starts anew when all it wrote has been typed', async () => {
      const { ask, askAndWait, infillAt } = setUp();
      await askAndWait(start);
      const second = ask(afterTyping(start, '1;'));
      infillAt(0).finish('1;');
      await settle();
      infillAt(1).finish(' // one');
      expect(await second).toMatchObject({ text: ' // one' });
    });

    it('aborts it a moment after the editor lost interest, not at once', async () => {
      const { askAndWait, infillAt, giveUp, clock } = setUp();
      const { outcome } = await askAndWait(start);
      giveUp();
      expect(await outcome).toEqual({ kind: 'skipped', reason: { kind: 'superseded' } });
      clock.advance(graceMs - 1);
      expect(infillAt(0).isAborted).toBe(false);
      clock.advance(1);
      expect(infillAt(0).isAborted).toBe(true);
    });

    it('keeps what a forsaken one brought in that moment', async () => {
      const { ask, askAndWait, infillAt, giveUp } = setUp();
      const { outcome } = await askAndWait(start);
      giveUp();
      await outcome;
      infillAt(0).finish('compute();');
      await settle();
      expect(await ask(start)).toMatchObject({ text: 'compute();', source: 'type-through' });
    });

    it('aborts it when the cursor moves where nothing is suggested', async () => {
      const { ask, askAndWait, infillAt } = setUp();
      await askAndWait(start);
      await ask(snapshotAt('foo|bar'));
      expect(infillAt(0).isAborted).toBe(true);
    });

    it('ends it once the block is complete', async () => {
      const { askAndWait, infillAt } = setUp();
      const { outcome } = await askAndWait(snapshotAt('if (a) {|'));
      infillAt(0).write('\n  b();\n}\nnext');
      expect(infillAt(0).isAborted).toBe(true);
      expect(await outcome).toMatchObject({ kind: 'suggested', text: '\n  b();\n}' });
    });

    it('aborts it when disposed', async () => {
      const { completer, askAndWait, infillAt } = setUp();
      await askAndWait(start);
      completer.dispose();
      expect(infillAt(0).isAborted).toBe(true);
    });
  });

  describe('debounce', () => {
    it('asks only after a pause, and not at all when the next key comes first', async () => {
      const { ask, clock, engine } = setUp();
      const first = ask(start);
      await settle();
      expect(engine.infills).toHaveLength(0);
      ask(afterTyping(start, 'x')).catch(() => {});
      expect(await first).toMatchObject({ reason: { kind: 'superseded' } });
      clock.advance(400);
      await settle();
      expect(engine.infills.map(({ request }) => request.prefix)).toEqual(['const a = x']);
    });

    it('does not wait at the start of a line, or when asked', async () => {
      const { ask, engine } = setUp();
      ask(snapshotAt('f() {\n  |\n}')).catch(() => {});
      await settle();
      expect(engine.infills).toHaveLength(1);
      ask(start, 'explicit').catch(() => {});
      await settle();
      expect(engine.infills).toHaveLength(2);
    });

    it.each([
      ['short after quick answers', 10, 20],
      ['long after slow answers', 2000, 400],
    ])('is %s', async (_name, latencyMs, debounceMs) => {
      const { ask, askAndWait, infillAt, clock, engine } = setUp();
      const { outcome: first } = await askAndWait(start);
      clock.advance(latencyMs);
      infillAt(0).finish('1;');
      await first;
      clock.advance(5000);
      ask(snapshotAt('const other = |')).catch(() => {});
      await settle();
      clock.advance(debounceMs - 1);
      await settle();
      expect(engine.infills).toHaveLength(1);
      clock.advance(1);
      await settle();
      expect(engine.infills).toHaveLength(2);
    });
  });

  describe('names the cause', () => {
    it.each<[string, ReturnType<EngineAccess>, object]>([
      ['of no model', { kind: 'unavailable', reason: { kind: 'no-model' } }, { kind: 'engine-unavailable' }],
      [
        'of a model that cannot infill',
        {
          kind: 'available',
          engine: createHeldEngine(),
          isStarting: false,
          model: modelWith({ capabilities: { infill: 'none', chat: true, tools: true, thinking: true } }),
        },
        { kind: 'cannot-infill', model: 'Test Model' },
      ],
    ])('%s', async (_name, access, reason) => {
      const { ask } = setUp({ access: () => access });
      expect(await ask(start)).toMatchObject({ kind: 'skipped', reason });
    });

    it('of the gate', async () => {
      const { ask } = setUp();
      expect(await ask(snapshotAt('foo|bar'))).toEqual({ kind: 'skipped', reason: { kind: 'mid-word' } });
    });

    it('of an incompatible entry in the suggest widget', async () => {
      const { ask } = setUp();
      const selected = { text: 'pull', span: { before: 1, after: 0 } };
      expect(await ask(snapshotAt('list.x|', { selected }))).toMatchObject({ reason: { kind: 'suggest-widget' } });
    });

    it.each([
      ['', 'empty'],
      ['const b = 2;', 'repeats-following'],
      ['x.y.x.y.x.y.x.y.x.y.', 'loops'],
    ])('of an answer such as %j', async (text, cause) => {
      const { askAndWait, infillAt } = setUp();
      const { outcome } = await askAndWait(snapshotAt('a;\n\n|\nconst b = 2;'));
      infillAt(0).finish(text);
      expect(await outcome).toEqual({ kind: 'skipped', reason: { kind: 'nothing-useful', cause } });
    });

    it('of a failure, and reports it once until the engine answers again', async () => {
      const { askAndWait, infillAt, errors } = setUp();
      const error = new AppError('load-failed', { path: '/m', detail: 'x' });
      for (const index of [0, 1]) {
        const { outcome } = await askAndWait(start);
        infillAt(index).fail(error);
        expect(await outcome).toEqual({ kind: 'skipped', reason: { kind: 'engine-failed', error } });
      }
      expect(errors).toEqual([error]);
    });

    it('of an engine that was closed: no failure', async () => {
      const { askAndWait, infillAt, errors } = setUp();
      const { outcome } = await askAndWait(start);
      infillAt(0).fail(new AppError('engine-closed', {}));
      expect(await outcome).toMatchObject({ reason: { kind: 'superseded' } });
      expect(errors).toEqual([]);
    });
  });

  it('asks once more with less text when the prompt was too long', async () => {
    const { askAndWait, infillAt } = setUp();
    const long = snapshotAt(`${'some = line(of, code);\n'.repeat(400)}x = |`);
    const { outcome } = await askAndWait(long);
    const before = infillAt(0).request.prefix.length;
    infillAt(0).fail(new AppError('context-overflow', { promptTokens: 4000, reservedTokens: 64, contextTokens: 2048 }));
    await settle();
    expect(infillAt(1).request.prefix.length).toBeLessThan(before / 1.5);
    infillAt(1).finish('1;');
    expect(await outcome).toMatchObject({ kind: 'suggested', text: '1;' });
  });

  it('gives up after too many prompts that were too long', async () => {
    const { askAndWait, infillAt, engine, errors } = setUp();
    const { outcome } = await askAndWait(start);
    for (let index = 0; index < 3; index++) {
      infillAt(index).fail(
        new AppError('context-overflow', { promptTokens: 4000, reservedTokens: 64, contextTokens: 2048 }),
      );
      await settle();
    }
    expect(await outcome).toMatchObject({ reason: { kind: 'engine-failed' } });
    expect(engine.infills).toHaveLength(3);
    expect(errors).toHaveLength(1);
  });

  it('does not show what another model suggested', async () => {
    const { askAndWait, infillAt, load, engine } = setUp();
    const { outcome } = await askAndWait(start);
    infillAt(0).finish('1;');
    await outcome;
    load(modelWith({ identity: 'another model' }));
    await askAndWait(start);
    expect(engine.infills).toHaveLength(2);
  });

  it('tells what the last answer cost and how many were accepted', async () => {
    const { completer, askAndWait, infillAt, clock } = setUp();
    const { outcome } = await askAndWait(start);
    clock.advance(70);
    infillAt(0).finish('1;');
    await outcome;
    completer.noteAccepted();
    expect(completer.statistics()).toMatchObject({
      suggestedCount: 1,
      acceptedCount: 1,
      lastUsage: { reusedTokens: 90 },
    });
    expect(completer.statistics().lastLatencyMs).toBeGreaterThanOrEqual(70);
  });
});
