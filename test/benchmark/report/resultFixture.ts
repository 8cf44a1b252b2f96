import {
  type EngineRecord,
  type RunRecord,
  type TaskResult,
  resultSchema,
  runSchema,
} from '../../../src/benchmark/result.ts';

export function engineRecord(id: string, changes: Partial<EngineRecord> = {}): EngineRecord {
  return {
    id,
    label: `Model ${id}`,
    place: 'local',
    model: id,
    identity: `identity-of-${id}`,
    contextTokens: 8192,
    thinking: false,
    parallel: 1,
    ...changes,
  };
}

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return runSchema.parse({
    schema: 1,
    id: 'run-0001',
    createdAt: '2026-11-24T10:00:00Z',
    parityVersion: '0.1.0',
    promptVersion: 1,
    repository: { name: 'secret-project', head: 'a'.repeat(40) },
    taskSet: { digest: 'b'.repeat(64), count: 2, name: 'secret-tasks' },
    taskIds: ['one', 'two'],
    seed: 'seed',
    samples: 1,
    engines: [engineRecord('first')],
    parameters: { replyTokens: 1024, agentReplies: 10, agentTokens: 20_000, agentMs: 600_000, thinking: false },
    caps: { maxMs: null, maxTokens: null, maxUsd: null },
    shard: null,
    sandbox: { level: 'bubblewrap', isOffline: true, isContained: true, memoryBytes: 1e9, processes: 100 },
    hardware: { platform: 'linux-x64', processor: 'some processor', cores: 2, memoryBytes: 24e9, gpus: [] },
    runners: [{ id: 'vitest', version: '4.1.12' }],
    rejected: [{ family: 'body', reason: 'flaky', count: 3 }],
    ...changes,
  });
}

let keys = 0;

/** Solved through the chat unless `changes` say otherwise. */
export function taskResult(changes: Partial<TaskResult> = {}): TaskResult {
  keys += 1;
  return resultSchema.parse({
    schema: 1,
    key: keys.toString(16).padStart(64, '0'),
    taskId: 'one',
    family: 'body',
    language: 'typescript',
    cluster: 'src/secret.ts',
    engineId: 'first',
    through: 'chat',
    sample: 0,
    seed: 7,
    position: 0,
    startedAt: '2026-11-24T10:00:01Z',
    outcome: { kind: 'solved' },
    usage: { requests: 1, promptTokens: 1000, reusedTokens: 0, evaluatedTokens: 1000, generatedTokens: 50 },
    latency: { firstTokenMs: 400, firstVisibleMs: 500, totalMs: 2000, tokensPerSecond: 30, isCold: true },
    overheadMs: 20,
    evidence: { answer: '', changes: [], transcript: [], testOutput: '' },
    ...changes,
  });
}

export const failedTests = { kind: 'failed', reason: 'tests-failed', detail: 'secret test failed' } as const;
export const crashed = { kind: 'infrastructure', code: 'worker-crashed', detail: 'secret detail' } as const;
