import { expect, it } from 'vitest';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { expectRun } from '../../../src/editor/benchmark/expectRun.ts';
import type { StoredRun } from '../../../src/editor/benchmark/storedRuns.ts';
import { runRecord, taskResult } from '../../benchmark/report/resultFixture.ts';

const { latency } = taskResult();
const slow = { ...latency, totalMs: 2000 };
const run = stored(runRecord(), [taskResult({ latency: slow })]);

function stored(record: ReturnType<typeof runRecord>, results: Parameters<typeof summarizeRun>[1]): StoredRun {
  return {
    id: '1',
    folder: '/1',
    summary: summarizeRun(record, results),
    status: undefined,
    done: 1,
    use: () => undefined,
    isHeld: false,
  };
}

it('reckons from what the engine took here before, twice for a hole, for each sample', () => {
  const one = { engines: ['first'], samples: 1 };
  expect(expectRun([run], one, { body: 3 })).toEqual({ ms: 6000 });
  expect(expectRun([run], one, { infill: 3 }).ms).toBe(12_000);
  expect(expectRun([run], { ...one, samples: 3 }, { infill: 3 }).ms).toBe(36_000);
});

it('knows nothing of an engine that was never measured here', () => {
  const other = { engines: ['first', 'other'], samples: 1 };
  expect(expectRun([run], other, { body: 3 })).toEqual({ ms: undefined });
  expect(expectRun([], { engines: ['first'], samples: 1 }, { body: 3 }).ms).toBeUndefined();
});
