import { nameTask } from '../../src/benchmark/digest.ts';
import type { ReportSource } from '../../src/benchmark/report/makeReport.ts';
import type { EngineRecord, ResultOutcome, TaskResult } from '../../src/benchmark/result.ts';
import { mulberry32 } from '../../src/benchmark/statistics/mulberry32.ts';
import { type Task, taskSchema } from '../../src/benchmark/task.ts';
import { engineRecord, runRecord, taskResult } from '../benchmark/report/resultFixture.ts';

/** Would run, load or leave its place if the page took text for markup. */
const hostile = '</script><img src="https://outside.example/x" onerror="window.hacked = 1"><!-- \u202e';

/** Not in `makeRun`: for a run of three. */
export const thirdEngine = engineRecord('third', {
  label: 'A second API model',
  place: 'remote',
  url: 'https://other.example/v1',
});

/** A run of two engines over `count` tasks of all families, always the same, with hostile text wherever text can be. */
export async function makeRun(count: number, more: readonly EngineRecord[] = []): Promise<ReportSource> {
  const random = mulberry32(7);
  const tasks = await Promise.all(Array.from({ length: count }, (_, index) => makeTask(index)));
  const engines = [
    engineRecord('local', { label: 'Qwen3.5-4B Q4_K_M', quantization: 'Q4_K_M', device: 'Some GPU' }),
    engineRecord('api', { label: 'An API model', place: 'remote', url: 'https://api.example/v1' }),
    ...more,
  ];
  const results = tasks.flatMap((task, index) =>
    engines.flatMap(({ id }) => {
      const solved = random() < (id === 'local' ? 0.45 : 0.6);
      const outcome: ResultOutcome =
        index === 5 && id === 'api'
          ? { kind: 'infrastructure', code: 'provider-failed', detail: hostile }
          : solved
            ? { kind: 'solved' }
            : { kind: 'failed', reason: task.family === 'toolcall' ? 'wrong-call' : 'tests-failed', detail: hostile };
      const isRemote = id !== 'local';
      const made = resultOf(task, id, outcome, 300 + random() * (isRemote ? 900 : 400));
      return [
        isRemote
          ? { ...made, costUsd: id === 'third' ? null : 0.004, sentBytes: 4321 }
          : { ...made, energyWh: { amount: 0.15, basis: 'measured' as const } },
        ...(task.family === 'infill' && !isRemote
          ? [
              {
                ...resultOf(task, id, outcome, 120),
                through: 'infill' as const,
                energyWh: { amount: 0.01, basis: 'measured' as const },
              },
            ]
          : []),
      ];
    }),
  );
  const run = runRecord({
    repository: { name: 'sample', head: 'a'.repeat(40) },
    taskSet: { digest: 'b'.repeat(64), count, name: 'standard' },
    taskIds: tasks.map(({ id }) => id),
    engines,
    prices: [
      {
        engineId: 'api',
        price: {
          model: 'an-api-model',
          provider: 'someone',
          effectiveFrom: '2026-09-30',
          prices: { input: 2, output: 10, cacheRead: 0.1 },
          above: { promptTokens: 272_000, prices: { input: 4, output: 15, cacheRead: 0.2 } },
          source: `a price list ${hostile}`,
          checkedOn: '2026-11-22',
        },
      },
      ...more.map(({ id }) => ({ engineId: id, price: null })),
    ],
  });
  return {
    run,
    results,
    tasks,
    published: [
      {
        engineId: 'local',
        model: 'qwen3.5-4b',
        benchmark: `Some benchmark ${hostile}`,
        score: 69.2,
        caveat: `With a caveat ${hostile}`,
        source: { url: `javascript:window.hacked = 1 ${hostile}`, via: hostile, date: '2026-11' },
      },
    ],
  };
}

function makeTask(index: number): Promise<Task> {
  const path = `src/part${index}.ts`;
  const common = {
    schema: 1,
    language: 'typescript',
    base: { kind: 'commit', commit: 'c'.repeat(40) },
    cluster: `commit-${Math.floor(index / 3)}`,
    date: null,
  } as const;
  const repair = {
    path,
    setup: [{ path, text: `export function f${index}() {\n  throw new Error('not implemented');\n}\n` }],
    gold: [{ path, text: `export function f${index}() {\n  return ${index};\n}\n` }],
    tests: {
      runner: 'vitest',
      directory: '.',
      files: [`test/part${index}.test.ts`],
      failToPass: [`f${index} returns`],
      passToPass: [],
      timeoutMs: 10_000,
    },
  } as const;
  const drafts = [
    { ...common, family: 'infill', hole: 'line', path, before: 'a\n', truth: `return ${index};`, after: '\nb\n' },
    { ...common, family: 'body', ...repair, functionName: hostile, hole: { start: 0, end: 1 } },
    { ...common, family: 'bugfix', ...repair, operator: 'invert-condition', line: 3 },
    {
      ...common,
      family: 'replay',
      ...repair,
      commit: 'd'.repeat(40),
      message: `Mend it ${hostile}`,
      hidden: [...repair.gold],
    },
    { ...common, family: 'toolcall', category: 'simple', question: 'Where is it?', expected: [] },
    { ...common, family: 'agent', ...repair, kind: 'bugfix', instruction: 'Fix it', hidden: [] },
  ] as const;
  const draft = drafts[index % drafts.length];
  if (draft === undefined) throw new RangeError('there is a draft for every family');
  return nameTask(draft as never).then((task) => taskSchema.parse(task));
}

function resultOf(task: Task, engineId: string, outcome: ResultOutcome, firstTokenMs: number): TaskResult {
  const infill = { exactMatch: false, levenshtein: 0.7, indel: 0.8, parses: true, identifierF1: 0.5 };
  const path = 'path' in task ? task.path : 'none';
  return taskResult({
    taskId: task.id,
    family: task.family,
    language: task.language,
    cluster: task.cluster,
    engineId,
    through: task.family === 'agent' ? 'agent' : 'chat',
    outcome,
    ...(task.family === 'infill' ? { infill } : {}),
    usage: {
      requests: 1,
      promptTokens: 1500,
      reusedTokens: 500,
      evaluatedTokens: 1000,
      generatedTokens: 120,
      ...(engineId === 'third' ? {} : { thinkingTokens: 40 }),
    },
    latency: {
      firstTokenMs,
      firstVisibleMs: firstTokenMs + 5,
      totalMs: firstTokenMs * 6,
      tokensPerSecond: 42,
      isCold: firstTokenMs > 500,
    },
    evidence: {
      answer: `Here it is. ${hostile}`,
      changes: task.family === 'infill' || task.family === 'toolcall' ? [] : [{ path, text: `changed ${hostile}\n` }],
      transcript: [{ role: 'user', text: hostile }],
      testOutput: `1 failed ${hostile}`,
    },
  });
}
