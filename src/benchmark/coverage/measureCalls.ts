import { sha256 } from '../digest.ts';
import type { TaskBase } from '../task.ts';
import type { RunnerSetup, TestSuite } from '../testing/runnerSetup.ts';
import { traceTests } from '../testing/runTests.ts';
import type { Workshop } from '../workshop.ts';
import { type CalledFunction, calledFunctionSchema, type TestCalls } from './callMap.ts';

export interface CallMeasurement {
  readonly workshop: Workshop;
  readonly base: TaskBase;
  readonly suites: readonly TestSuite[];
  /** The same seed takes the same files in the same order. */
  readonly seed: string;
  readonly maxFiles: number;
  /** No further file is begun after this. */
  readonly budgetMs: number;
  readonly fileTimeoutMs: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export type MeasuredFile =
  | { readonly kind: 'measured'; readonly calls: TestCalls }
  /** Its tests do not all pass as the code stands, or could not run: it is no judge of anything. */
  | { readonly kind: 'unusable'; readonly file: string; readonly cause: string; readonly output: string };

/** Runs each test file by itself, traced, in one copy of the base; yields what each calls. */
export async function* measureCalls(request: CallMeasurement, signal: AbortSignal): AsyncGenerator<MeasuredFile> {
  const { workshop, base, fileTimeoutMs, budgetMs, now } = request;
  const files = await drawFiles(request);
  const started = now();
  const copy = await workshop.open(base, [], signal);
  try {
    for (const { setup, file } of files) {
      if (now() - started > budgetMs) return;
      const { run, calls } = await traceTests(copy, { setup, files: [file], timeoutMs: fileTimeoutMs }, signal);
      const { durationMs, output } = run;
      if (run.kind === 'broken') yield { kind: 'unusable', file, cause: run.cause, output };
      else if (run.cases.every(({ status }) => status !== 'passed')) {
        yield { kind: 'unusable', file, cause: 'none-passes', output };
      } else {
        const { runner, directory } = setup;
        yield { kind: 'measured', calls: { runner, directory, file, durationMs, functions: readCalls(calls) } };
      }
    }
  } finally {
    await copy.dispose();
  }
}

interface DrawnFile {
  readonly setup: RunnerSetup;
  readonly file: string;
}

async function drawFiles({ suites, seed, maxFiles }: CallMeasurement): Promise<readonly DrawnFile[]> {
  const all = suites.flatMap((suite) => suite.files.map((file): DrawnFile => ({ setup: suite, file })));
  const keyed = await Promise.all(all.map(async (drawn) => ({ drawn, key: await sha256(`${seed}|${drawn.file}`) })));
  return keyed
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, maxFiles)
    .map(({ drawn }) => drawn);
}

const mostFunctions = 50_000;

/** The tracer's lines, from code that may write its own: what is no line of the tracer is left out. */
function readCalls(texts: readonly string[]): CalledFunction[] {
  const functions = new Map<string, CalledFunction>();
  for (const line of texts.join('\n').split('\n')) {
    if (functions.size >= mostFunctions) break;
    if (functions.has(line)) continue;
    const parsed = calledFunctionSchema.safeParse(parseJson(line));
    if (parsed.success) functions.set(line, parsed.data);
  }
  return [...functions.values()];
}

function parseJson(line: string): unknown {
  try {
    return line === '' ? undefined : JSON.parse(line);
  } catch {
    return undefined;
  }
}
