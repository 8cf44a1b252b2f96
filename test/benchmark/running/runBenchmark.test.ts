import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { createPauseGate } from '../../../src/benchmark/running/pauseGate.ts';
import { setAsideOf } from '../../../src/benchmark/report/setAside.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { lastingResults } from '../../../src/benchmark/running/resultJournal.ts';
import { resultSchema } from '../../../src/benchmark/result.ts';
import { deferred } from '../../deferred.ts';
import { createManualClock } from '../../manualClock.ts';
import { askOnce, makeTasks, planTest, runTest, solved, testEngine } from './runFixture.ts';

describe('a run', () => {
  it('answers each item once, in lines that the results file takes', async () => {
    const { items } = await planTest(await makeTasks(5), [testEngine('a'), testEngine('b')], 2);
    const { end, lines } = await runTest(items);
    expect(end).toMatchObject({ done: 20, total: 20, shortfalls: [] });
    expect(lines.map(({ key }) => key).toSorted()).toEqual(items.map(({ key }) => key).toSorted());
    for (const line of lines) expect(resultSchema.parse(line)).toEqual(line);
  });

  it('goes on where it was: what is lasting is not asked again, what the infrastructure prevented is', async () => {
    const { items } = await planTest(await makeTasks(4), [testEngine('a')]);
    const { lines } = await runTest(items);
    const [first, second] = lines;
    if (first === undefined || second === undefined) throw new Error('no lines');
    const prevented: TaskResult = {
      ...second,
      outcome: { kind: 'infrastructure', code: 'provider-failed', detail: '' },
    };
    const again = await runTest(items, { earlier: [first, prevented] });
    expect(again.lines.map(({ key }) => key)).toEqual(items.slice(1).map(({ key }) => key));
    expect(again.end.done).toBe(4);
  });

  it('tries what may pass three times, then keeps it as no fault of the model', async () => {
    const { items } = await planTest(await makeTasks(2), [testEngine('a')]);
    let asked = 0;
    const { end, lines, progress } = await runTest(items, {
      perform: async () => {
        asked++;
        throw new AppError('provider-failed', { endpoint: 'a', status: 503, detail: 'busy' });
      },
    });
    expect(asked).toBe(6);
    expect(lines.map(({ outcome }) => outcome.kind)).toEqual(['infrastructure', 'infrastructure']);
    expect(end.shortfalls).toEqual([{ kind: 'infrastructure', count: 2 }]);
    const waits = progress.flatMap(({ event }) => (event.kind === 'retrying' ? event.afterMs : []));
    expect(waits).toEqual([2000, 8000, 2000, 8000]);
  });

  it('asks an engine nothing more once its key is refused, and goes on with the others', async () => {
    const { items } = await planTest(await makeTasks(3), [testEngine('a'), testEngine('b')]);
    const { end, lines } = await runTest(items, {
      perform: async (item, engine, signal) => {
        if (item.engine.record.id === 'b') throw new AppError('provider-auth', { endpoint: 'b', id: 'b', status: 401 });
        return askOnce(item, engine, signal);
      },
    });
    expect(lines.filter(({ engineId }) => engineId === 'a').length).toBe(3);
    expect(lines.filter(({ engineId }) => engineId === 'b').length).toBe(1);
    expect(end.shortfalls[0]).toMatchObject({ kind: 'engine-stopped', engineId: 'b', code: 'provider-auth' });
  });

  it.each([
    [new AppError('provider-quota', { endpoint: 'b' }), 1],
    [new AppError('model-not-served', { endpoint: 'b', model: 'b', served: [] }), 1],
    [new AppError('model-retired', { endpoint: 'b', model: 'b', retiresOn: '2026-11-30', successor: undefined }), 1],
    [new AppError('provider-network', { endpoint: 'b', host: 'b', problem: 'refused' }), 5],
  ])('sets an engine aside half-way for %s after as many answers as are worth trying: %i', async (error, after) => {
    const { items } = await planTest(await makeTasks(9), [testEngine('a'), testEngine('b')]);
    let answered = 0;
    const { end, lines } = await runTest(items, {
      perform: async (item, engine, signal) => {
        if (item.engine.record.id === 'b' && ++answered > 2) throw error;
        return askOnce(item, engine, signal);
      },
    });
    const failed = lines.filter(({ outcome }) => outcome.kind === 'infrastructure');
    expect(failed.map(({ engineId }) => engineId)).toEqual(Array.from({ length: after }, () => 'b'));
    expect(lines.filter(({ engineId }) => engineId === 'a').length).toBe(9);
    expect(end.shortfalls).toMatchObject([{ kind: 'engine-stopped', engineId: 'b' }, { count: after }]);
    // The results alone tell it.
    expect(setAsideOf(lines.filter(({ engineId }) => engineId === 'b'))).toEqual({
      since: '2026-11-24T00:00:00Z',
      code: error.code,
      detail: error.message,
    });
    // Resumed, it is asked again, and is one of the run as soon as it answers.
    const again = await runTest(items, { earlier: lines });
    expect(again.lines.map(({ engineId }) => engineId)).toEqual(Array.from({ length: 7 }, () => 'b'));
    expect(again.end.shortfalls).toEqual([]);
    expect(setAsideOf(lastingResults([...lines, ...again.lines]))).toBeUndefined();
  });

  it('keeps what requests took that came to nothing, beside what the answer took', async () => {
    const { items } = await planTest(await makeTasks(1), [testEngine('a', { usdPerToken: 1e-5 })]);
    let tries = 0;
    const { lines, end } = await runTest(items, {
      perform: async (item, engine, signal) => {
        const done = await askOnce(item, engine, signal);
        if (++tries < 3) throw new AppError('provider-answer-invalid', { endpoint: 'a', detail: 'in the second turn' });
        return done;
      },
    });
    const [line] = lines;
    expect(line?.usage.requests).toBe(1);
    expect(line?.lost).toEqual({
      requests: 2,
      tokens: 2 * ((line?.usage.promptTokens ?? 0) + (line?.usage.generatedTokens ?? 0)),
      usd: 2 * (line?.costUsd ?? 0),
    });
    expect(end.spent.usd).toBeCloseTo(3 * (line?.costUsd ?? 0), 8);
  });

  it('leaves an engine alone that prevents five answers in a row', async () => {
    const { items } = await planTest(await makeTasks(9), [testEngine('a')]);
    const { end, lines } = await runTest(items, {
      perform: async () => {
        throw new Error('a mistake of ours');
      },
    });
    expect(lines.length).toBe(5);
    expect(end.shortfalls).toMatchObject([{ kind: 'engine-stopped', code: 'bug' }, { count: 5 }]);
  });

  it('counts a prompt that does not fit as a failure of the model', async () => {
    const { items } = await planTest(await makeTasks(1), [testEngine('a')]);
    const { end, lines } = await runTest(items, {
      perform: async () => {
        throw new AppError('context-overflow', { promptTokens: 9, reservedTokens: 1, contextTokens: 8 });
      },
    });
    expect(lines[0]?.outcome).toMatchObject({ kind: 'failed', reason: 'too-long' });
    expect(end.shortfalls).toEqual([]);
  });

  it('keeps nothing of what an abort ends, and rejects with it', async () => {
    const { items } = await planTest(await makeTasks(3), [testEngine('a')]);
    const stop = new AbortController();
    const lines: string[] = [];
    const run = runTest(items, {
      signal: stop.signal,
      perform: async () => {
        if (lines.length === 1) stop.abort();
        stop.signal.throwIfAborted();
        return solved;
      },
      onProgress: ({ event }) => (event.kind === 'finished' ? lines.push(event.result.key) : undefined),
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(lines.length).toBe(1);
  });

  it('sends an engine no more at once than it takes, and one thing at a time to this machine', async () => {
    const engines = [
      testEngine('cluster', { parallel: 4 }),
      testEngine('local', { place: 'local' }),
      testEngine('other', { place: 'local' }),
    ];
    const { items } = await planTest(await makeTasks(12), engines);
    const now = new Map<string, number>();
    const most = new Map<string, number>();
    await runTest(items, {
      perform: async ({ engine }) => {
        const lane = engine.record.place === 'local' ? 'machine' : engine.record.id;
        now.set(lane, (now.get(lane) ?? 0) + 1);
        most.set(lane, Math.max(most.get(lane) ?? 0, now.get(lane) ?? 0));
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        now.set(lane, (now.get(lane) ?? 0) - 1);
        return solved;
      },
    });
    expect(Object.fromEntries(most)).toEqual({ cluster: 4, machine: 1 });
  });

  it('keeps the order of engines on this machine', async () => {
    const engines = [testEngine('a', { place: 'local' }), testEngine('b', { place: 'local' })];
    const { items } = await planTest(await makeTasks(4), engines);
    const { lines } = await runTest(items);
    expect(lines.map(({ engineId }) => engineId).join('')).toBe('abbaabba');
    expect(lines.map(({ position }) => position).join('')).toBe('01010101');
  });

  it('begins nothing during a pause', async () => {
    const { items } = await planTest(await makeTasks(3), [testEngine('a')]);
    const gate = createPauseGate(() => {});
    const paused = deferred();
    let asked = 0;
    const run = runTest(items, {
      gate,
      perform: async () => {
        if (++asked === 1) {
          gate.pause();
          paused.resolve();
        }
        return solved;
      },
    });
    await paused.promise;
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    expect(asked).toBe(1);
    gate.resume();
    expect((await run).end.done).toBe(3);
  });

  it('ends at its time, which does not pass in a pause, and gives up what is under way', async () => {
    const { items } = await planTest(await makeTasks(3), [testEngine('a')]);
    const clock = createManualClock();
    const gate = createPauseGate(() => {});
    let asked = 0;
    const { end, lines } = await runTest(items, {
      clock,
      gate,
      caps: { maxMs: 10_000 },
      perform: async (_item, _engine, signal) => {
        if (++asked === 1) {
          clock.advance(6000);
          gate.pause();
          clock.advance(100_000);
          gate.resume();
          return solved;
        }
        clock.advance(4001);
        signal.throwIfAborted();
        return solved;
      },
    });
    expect(lines.length).toBe(1);
    expect(end).toMatchObject({ done: 1, total: 3, shortfalls: [{ kind: 'cap', cap: 'time' }] });
  });

  it('fails when its results cannot be kept', async () => {
    const { items } = await planTest(await makeTasks(3), [testEngine('a')]);
    const full = new Error('no space left');
    await expect(runTest(items, { append: () => Promise.reject(full) })).rejects.toBe(full);
  });

  it('tells how far it is and how long the rest takes', async () => {
    const { items } = await planTest(await makeTasks(4), [testEngine('a')]);
    const clock = createManualClock();
    const { progress } = await runTest(items, {
      clock,
      perform: async () => {
        clock.advance(1000);
        return solved;
      },
    });
    const finished = progress.filter(({ event }) => event.kind === 'finished');
    expect(finished.map(({ done, remainingMs }) => [done, remainingMs])).toEqual([
      [1, 3000],
      [2, 2000],
      [3, 1000],
      [4, 0],
    ]);
  });
});
