import type { BenchmarkEngine } from '../../../src/benchmark/running/benchmarkEngine.ts';
import type { Perform, Performance } from '../../../src/benchmark/running/attemptItem.ts';
import { createPauseGate } from '../../../src/benchmark/running/pauseGate.ts';
import { planRun, type RunItem } from '../../../src/benchmark/running/planRun.ts';
import { type ResultJournal, spentBy } from '../../../src/benchmark/running/resultJournal.ts';
import { type RunCaps, runBenchmark, type RunPorts } from '../../../src/benchmark/running/runBenchmark.ts';
import type { RunEnd, RunProgress } from '../../../src/benchmark/running/runProgress.ts';
import type { Amount } from '../../../src/benchmark/running/spending.ts';
import type { SpendingLedger } from '../../../src/benchmark/running/spendingLedger.ts';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { nameTask } from '../../../src/benchmark/digest.ts';
import type { EngineRecord, RunRecord, TaskResult } from '../../../src/benchmark/result.ts';
import type { Task } from '../../../src/benchmark/task.ts';
import type { Engine, ModelDescription } from '../../../src/engine/engine.ts';
import { createScriptedEngine } from '../../engine/scriptedEngine.ts';
import { testPlace } from '../../engine/testPlace.ts';
import { createQuickClock } from '../../quickClock.ts';

/** Tasks that differ in their question alone. */
export function makeTasks(count: number): Promise<Task[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      nameTask({
        schema: 1,
        family: 'toolcall',
        category: 'irrelevance',
        language: 'typescript',
        base: { kind: 'files', files: [] },
        cluster: 'made',
        date: null,
        question: `What is ${index} and ${index}?`,
        expected: [],
      }),
    ),
  );
}

export const testParameters: RunRecord['parameters'] = {
  replyTokens: 256,
  agentReplies: 10,
  agentTokens: 50_000,
  agentMs: 60_000,
  thinking: false,
};

export interface TestEngineOptions extends Partial<Pick<EngineRecord, 'place' | 'parallel'>> {
  readonly engine?: Engine;
  readonly capabilities?: Partial<ModelDescription['capabilities']>;
  /** Dollars for a token, of the prompt or the answer. */
  readonly usdPerToken?: number;
}

export function testEngine(id: string, options: TestEngineOptions = {}): BenchmarkEngine {
  const { place = 'remote', parallel = 1, engine, capabilities, usdPerToken } = options;
  return {
    record: {
      id,
      label: id,
      place,
      model: id,
      identity: id,
      contextTokens: 32_768,
      thinking: false,
      parallel,
    },
    engine: engine ?? createScriptedEngine({ replies: [{ steps: [{ text: 'Nothing to call.' }], repeats: true }] }),
    model: {
      name: id,
      identity: id,
      parameterCount: undefined,
      capabilities: { infill: 'block', chat: true, tools: true, thinking: true, ...capabilities },
      contextTokens: 32_768,
      infillContextTokens: 32_768,
      place: testPlace(id),
    },
    price: usdPerToken === undefined ? undefined : priceOf(id, usdPerToken * 1e6),
  };
}

export function priceOf(model: string, usdPerMillion: number): Price {
  const prices = { input: usdPerMillion, output: usdPerMillion };
  return { model, provider: 'test', prices, source: 'made up', checkedOn: '2026-11-24' };
}

export const solved: Performance = {
  outcome: { kind: 'solved' },
  overheadMs: 1,
  evidence: { answer: 'yes', changes: [], transcript: [], testOutput: '' },
};

/** Asks the engine once, and is content with anything. */
export const askOnce: Perform = async ({ task, seed }, engine, signal) => {
  const text = task.family === 'toolcall' ? task.question : task.id;
  const request = { system: 'Answer.', messages: [{ role: 'user' as const, text }], tools: [], seed, maxTokens: 16 };
  await engine.reply({ ...request, thinking: { kind: 'off' } }, () => {}, signal);
  return solved;
};

function memoryJournal(earlier: readonly TaskResult[] = []): ResultJournal & { readonly lines: TaskResult[] } {
  const lines: TaskResult[] = [];
  return {
    earlier,
    lines,
    append: async (result) => {
      lines.push(result);
    },
  };
}

/** What was spent, for as long as the test lasts: `entries` outlive a sitting as a file would. */
export function memoryLedger(entries: Map<number, Amount> = new Map<number, Amount>()): SpendingLedger {
  const earlier = [...entries.values()].reduce(
    (sum, { tokens, usd }) => ({ tokens: sum.tokens + tokens, usd: sum.usd + usd }),
    { tokens: 0, usd: 0 },
  );
  return {
    earlier,
    async reserve(worst) {
      const id = entries.size;
      entries.set(id, worst);
      return { settle: (actual) => void entries.set(id, actual) };
    },
  };
}

export const noCaps: RunCaps = { maxMs: null, maxTokens: null, maxUsd: null };

export interface TestRun {
  readonly end: RunEnd;
  readonly lines: readonly TaskResult[];
  readonly progress: readonly RunProgress[];
}

export interface TestRunOptions extends Partial<Omit<RunPorts, 'journal' | 'onProgress'>> {
  readonly samples?: number;
  readonly caps?: Partial<RunCaps>;
  readonly earlier?: readonly TaskResult[];
  readonly append?: ResultJournal['append'];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

export function planTest(tasks: readonly Task[], engines: readonly BenchmarkEngine[], samples = 1) {
  const questions = { seed: 'seed', samples, parameters: testParameters, promptVersion: 1 };
  return planRun(tasks, engines, questions, new AbortController().signal);
}

/** A run of the plan whose retries take no time. */
export async function runTest(items: readonly RunItem[], options: TestRunOptions = {}): Promise<TestRun> {
  const { caps, earlier, append, signal = new AbortController().signal, onProgress = () => {}, ...ports } = options;
  const journal = memoryJournal(earlier);
  const progress: RunProgress[] = [];
  const end = await runBenchmark(
    items,
    { ...noCaps, ...caps },
    {
      journal: append === undefined ? journal : { ...journal, append },
      ledger: memoryLedger(new Map([[0, spentBy(journal.earlier)]])),
      perform: askOnce,
      meterOf: () => undefined,
      gate: createPauseGate(fail),
      clock: createQuickClock(),
      timestamp: () => '2026-11-24T00:00:00Z',
      ...ports,
      onProgress(event) {
        progress.push(event);
        onProgress(event);
      },
    },
    signal,
  );
  return { end, lines: journal.lines, progress };
}

function fail(error: unknown): never {
  throw error;
}
