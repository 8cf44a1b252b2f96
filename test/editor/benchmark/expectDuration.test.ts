import { expect, it } from 'vitest';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { expectDuration } from '../../../src/editor/benchmark/expectDuration.ts';
import type { StoredRun } from '../../../src/editor/benchmark/storedRuns.ts';
import { runRecord, taskResult } from '../../benchmark/report/resultFixture.ts';

const { latency } = taskResult();
const summary = summarizeRun(runRecord(), [taskResult({ latency: { ...latency, totalMs: 2000 } })]);
const run: StoredRun = { id: '1', folder: '/1', summary, status: undefined, done: 1 };

it('reckons from what the engine took here before, twice for a hole', () => {
  expect(expectDuration([run], ['first'], { body: 3 })).toBe(6000);
  expect(expectDuration([run], ['first'], { infill: 3 })).toBe(12_000);
});

it('knows nothing of an engine that was never measured here', () => {
  expect(expectDuration([run], ['first', 'other'], { body: 3 })).toBeUndefined();
  expect(expectDuration([], ['first'], { body: 3 })).toBeUndefined();
});
