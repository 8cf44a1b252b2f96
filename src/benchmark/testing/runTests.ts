import type { CommandOutcome, TaskCopy, TestRun } from '../workshop.ts';
import type { RunnerSetup } from './runnerSetup.ts';
import { stripAnsi } from './stripAnsi.ts';
import { reportName, startedName } from './testRunner.ts';
import { testRunners } from './testRunners.ts';

/** Which tests to run, and for how long at most. */
export interface TestOrder {
  readonly setup: RunnerSetup;
  /** Relative to the repository. */
  readonly files: readonly string[];
  readonly timeoutMs: number;
}

/** A run, and the lines that the tracer wrote in it. */
export interface TracedRun {
  readonly run: TestRun;
  readonly calls: readonly string[];
}

/** Runs test files in a copy. Whatever the code in it does is a `TestRun`; it rejects with the abort and with bugs only. */
export async function runTests(copy: TaskCopy, order: TestOrder, signal: AbortSignal): Promise<TestRun> {
  return (await start(copy, order, false, signal)).run;
}

/** The same, and notes which functions the tests call. */
export function traceTests(copy: TaskCopy, order: TestOrder, signal: AbortSignal): Promise<TracedRun> {
  return start(copy, order, true, signal);
}

const outputBytes = 256 * 1024;

async function start(copy: TaskCopy, order: TestOrder, isTraced: boolean, signal: AbortSignal): Promise<TracedRun> {
  const { setup, files, timeoutMs } = order;
  const { directory } = setup;
  const runner = testRunners[setup.runner];
  const folder = `.parity-${unguessable()}`;
  const depth = directory === '.' ? 0 : directory.split('/').length;
  const command = runner.command({
    setup,
    files: files.map((file) => (directory === '.' ? file : file.slice(directory.length + 1))),
    support: `${'../'.repeat(depth)}${folder}`,
    isTraced,
  });
  await copy.apply(
    command.support.map(({ name, text }) => ({ path: `${folder}/${name}`, text })),
    signal,
  );
  const outcome = await copy.run(
    {
      argv: command.argv,
      directory,
      environment: command.environment,
      collect: [
        `${folder}/${reportName}`,
        `${folder}/${startedName}`,
        ...(isTraced ? [`${folder}/calls-*.jsonl`] : []),
      ],
      timeoutMs,
      outputBytes,
    },
    signal,
  );
  const output = stripAnsi(outcome.output).replaceAll(folder, '.parity');
  const collected = (name: string): string | undefined =>
    outcome.collected.find(({ path }) => path === `${folder}/${name}`)?.text;
  const calls = outcome.collected.filter(({ path }) => path.startsWith(`${folder}/calls-`)).map(({ text }) => text);
  const { durationMs } = outcome;
  const cause = brokenBy(outcome, collected(startedName) !== undefined);
  if (cause !== undefined) return { run: { kind: 'broken', cause, output, durationMs }, calls };
  const cases = runner.parse(collected(reportName) ?? '', { files });
  if (cases === undefined) return { run: { kind: 'broken', cause: 'no-report', output, durationMs }, calls };
  if (cases.length === 0) return { run: { kind: 'broken', cause: 'no-tests', output, durationMs }, calls };
  return { run: { kind: 'ran', cases, output, durationMs }, calls };
}

function brokenBy(
  { kind }: CommandOutcome,
  hasStarted: boolean,
): 'timed-out' | 'too-much-output' | 'not-started' | undefined {
  switch (kind) {
    case 'timed-out':
    case 'too-much-output':
    case 'not-started':
      return kind;
    case 'exited':
      return hasStarted ? undefined : 'not-started';
  }
}

/** 128 random bits. */
function unguessable(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
