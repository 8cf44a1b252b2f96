import type { PublishedScore } from '../../../src/benchmark/report/publishedScore.ts';
import type { ReportSource } from '../../../src/benchmark/report/makeReport.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const local = engineRecord('local', {
  label: 'Qwen3.5 9B',
  model: 'Qwen3.5-9B-Q4_K_M.gguf',
  quantization: 'Q4_K_M',
  device: 'Some GPU',
});
const api = engineRecord('api', {
  label: 'GPT-5',
  place: 'remote',
  model: 'gpt-5',
  url: 'https://api.example/v1',
});

const run = runRecord({
  engines: [local, api],
  taskIds: ['t1', 't2', 't3', 't4'],
  taskSet: { digest: 'b'.repeat(64), count: 4, name: 'golden' },
  prices: [
    {
      engineId: 'api',
      price: {
        model: 'gpt-5',
        provider: 'openai',
        prices: { input: 1.25, output: 10, cacheRead: 0.125 },
        source: 'developers.openai.com/api/docs/deprecations',
        checkedOn: '2026-11-22',
      },
    },
  ],
});

const published: readonly PublishedScore[] = [
  {
    engineId: 'api',
    model: 'gpt-5',
    benchmark: 'SWE-bench Verified',
    score: 74.9,
    caveat: 'By its maker.',
    source: { url: 'https://openai.example/gpt-5', date: '2025-08-07' },
  },
];

const tasks = [
  { taskId: 't1', family: 'body', cluster: 'a' },
  { taskId: 't2', family: 'body', cluster: 'a' },
  { taskId: 't3', family: 'bugfix', cluster: 'b' },
  { taskId: 't4', family: 'bugfix', cluster: 'c' },
] as const;

/** 10k read, 8k of it cached, 1k written: $0.0135 at the prices above. */
const apiUsage = {
  requests: 1,
  promptTokens: 10_000,
  reusedTokens: 8000,
  evaluatedTokens: 2000,
  generatedTokens: 1000,
  thinkingTokens: 600,
} as const;
const paid = {
  engineId: 'api',
  usage: apiUsage,
  costUsd: 0.0135,
  sentBytes: 30_000,
  servedModel: 'gpt-5-2025',
} as const;

/** 1k read and 60 written in 2 s, at 300 W beyond idle. */
const own = {
  engineId: 'local',
  usage: { requests: 1, promptTokens: 1000, reusedTokens: 0, evaluatedTokens: 1000, generatedTokens: 60 },
  energyWh: { amount: (300 * 2) / 3600, basis: 'measured' },
} as const;

const unreached: Partial<TaskResult> = {
  engineId: 'api',
  usage: { requests: 0, promptTokens: 0, reusedTokens: 0, evaluatedTokens: 0, generatedTokens: 0 },
  latency: { firstTokenMs: null, firstVisibleMs: null, totalMs: 0, tokensPerSecond: null, isCold: true },
  outcome: { kind: 'infrastructure', code: 'provider-failed', detail: 'It answered 500.' },
  lost: { requests: 3, tokens: 33_000, usd: 0.05 },
};

/** The local engine solves t1 and t2; the API t2 and t3, the last at the second try, which is a line of its own. */
const lines: readonly TaskResult[] = tasks.flatMap((task) => {
  const lost = { ...task, ...paid, outcome: failedTests };
  switch (task.taskId) {
    case 't1':
      return [taskResult({ ...task, ...own }), taskResult(lost)];
    case 't2':
      return [taskResult({ ...task, ...own }), taskResult({ ...task, ...paid })];
    case 't3': {
      const first = taskResult({ ...task, ...unreached });
      return [
        taskResult({ ...task, ...own, outcome: failedTests }),
        first,
        taskResult({ ...task, ...paid, key: first.key, latency: { ...first.latency, totalMs: 900, isCold: false } }),
      ];
    }
    case 't4':
      return [taskResult({ ...task, ...own, outcome: failedTests }), taskResult(lost)];
  }
});

/** A run so small that each number of its report can be told without a computer, save the intervals. */
export const goldenRun: ReportSource = { run, results: lines, tasks: [], published };
