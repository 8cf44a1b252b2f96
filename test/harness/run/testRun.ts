import type { RunRecord } from '../../../src/benchmark/result.ts';
import type { Task } from '../../../src/benchmark/task.ts';
import { canonicalJson, sha256 } from '../../../src/benchmark/digest.ts';
import type { BenchmarkEngine } from '../../../src/benchmark/running/benchmarkEngine.ts';
import { testParameters } from '../../benchmark/running/runFixture.ts';

export async function testRun(
  tasks: readonly Task[],
  engines: readonly BenchmarkEngine[],
  changes: Partial<RunRecord> = {},
): Promise<RunRecord> {
  return {
    schema: 1,
    id: 'test-run',
    createdAt: '2026-11-24T00:00:00Z',
    parityVersion: '0.0.0',
    promptVersion: 1,
    repository: { name: 'project', head: null },
    taskSet: { digest: await sha256(canonicalJson(tasks.map(({ id }) => id))), count: tasks.length, name: 'made' },
    taskIds: tasks.map(({ id }) => id),
    seed: 'seed',
    samples: 1,
    engines: engines.map(({ record }) => record),
    parameters: testParameters,
    caps: { maxMs: null, maxTokens: null, maxUsd: null },
    shard: null,
    sandbox: { level: 'none', isOffline: false, isContained: false, memoryBytes: null, processes: null },
    hardware: { platform: 'test', processor: 'test', cores: 1, memoryBytes: 0, gpus: [] },
    runners: [],
    rejected: [],
    ...changes,
  };
}
