import { throwIfAborted } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import { createCompleter } from '../../completion/completer.ts';
import { capturedLines, type Snapshot } from '../../completion/snapshot.ts';
import type { InfillTask } from '../task.ts';
import { comparableText } from '../scoring/comparableText.ts';
import type { BenchmarkEngine } from './benchmarkEngine.ts';
import { noAnswer, type TaskAnswer } from './taskAnswer.ts';

export interface HoleSurroundings {
  readonly engine: Pick<Engine, 'infill' | 'reply' | 'count'>;
  readonly model: BenchmarkEngine['model'];
  readonly repository: string;
  readonly clock: Clock;
}

/**
 * What the editor would suggest with the cursor in the hole, asked for by hand: the completer that users have, new for
 * each task, so that nothing is known from the one before.
 */
export async function fillHole(task: InfillTask, around: HoleSurroundings, signal: AbortSignal): Promise<TaskAnswer> {
  const { engine, model, repository, clock } = around;
  const completer = createCompleter({
    access: () => ({
      kind: 'available',
      engine: { ...engine, dispose: async () => {} },
      model,
      isStarting: false,
    }),
    clock,
    gatherContext: () => [],
    // It is in the outcome.
    reportError: () => {},
  });
  try {
    const outcome = await completer.complete(snapshotOf(task, repository), 'explicit', signal);
    throwIfAborted(signal);
    if (outcome.kind === 'skipped') {
      if (outcome.reason.kind === 'engine-failed') throw outcome.reason.error;
      return noAnswer('no-answer', describeSkip(outcome.reason));
    }
    const { text, replaceBefore, replaceAfter } = outcome;
    const { before, after } = task;
    const file = before.slice(0, before.length - replaceBefore) + text + after.slice(replaceAfter);
    return { content: { kind: 'filling', text: fillingOf(task, file) ?? text, file }, text, transcript: [] };
  } finally {
    completer.dispose();
  }
}

/**
 * Whether completions could show what belongs into the hole at all, if the engine wrote just that: they stop where a line or
 * a block ends, and show nothing that repeats its surroundings. What no engine can solve measures none.
 */
export async function isWithinReach(
  task: InfillTask,
  model: BenchmarkEngine['model'],
  signal: AbortSignal,
): Promise<boolean> {
  const usage = {
    promptTokens: 0,
    reusedTokens: 0,
    evaluatedTokens: 0,
    generatedTokens: 0,
    firstTokenMs: 0,
    totalMs: 0,
  };
  const unused = async (): Promise<never> => {
    throw new Error('completions only infill');
  };
  const engine = {
    infill: async () => ({ text: task.truth, finish: 'stop-rule', usage }) as const,
    reply: unused,
    count: unused,
  };
  const { content } = await fillHole(task, { engine, model, repository: '', clock: timelessClock }, signal);
  return content.kind === 'filling' && comparableText(content.text) === comparableText(task.truth);
}

/** Nothing has to be waited for. */
const timelessClock: Clock = {
  now: () => 0,
  after: (_delayMs, run) => {
    queueMicrotask(run);
    return { dispose: () => {} };
  },
};

/** What stands between the two sides of the hole, if they are still there. */
function fillingOf({ before, after }: InfillTask, file: string): string | undefined {
  const isWhole = file.length >= before.length + after.length && file.startsWith(before) && file.endsWith(after);
  return isWhole ? file.slice(before.length, file.length - after.length) : undefined;
}

function snapshotOf({ path, language, before, after }: InfillTask, repository: string): Snapshot {
  const linesBefore = before.split('\n');
  const firstLine = Math.max(0, linesBefore.length - 1 - capturedLines.before);
  return {
    uri: `file:///${repository}/${path}`,
    scheme: 'file',
    access: 'writable',
    path,
    repository,
    languageId: language,
    isEnabled: true,
    documentCharacters: before.length + after.length,
    before: linesBefore.slice(firstLine).join('\n'),
    after: after
      .split('\n')
      .slice(0, capturedLines.after + 1)
      .join('\n'),
    firstLine,
    offset: before.length,
    eol: '\n',
    tabColumns: 4,
    cursorCount: 1,
    hasSelection: false,
    selected: undefined,
  };
}

function describeSkip(reason: { readonly kind: string; readonly cause?: unknown }): string {
  return reason.cause === undefined ? reason.kind : `${reason.kind}: ${JSON.stringify(reason.cause)}`;
}
