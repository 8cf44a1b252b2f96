import { isCounted } from '../grading/gradedTask.ts';
import type { Performance } from './attemptItem.ts';
import type { ArgumentForm } from '../scoring/readCall.ts';
import { scoreToolCalls } from '../scoring/scoreToolCalls.ts';
import type { InfillScores, ResultOutcome } from '../result.ts';
import type { FileEdit, Task } from '../task.ts';
import type { PerformPorts } from './performTask.ts';
import type { TaskAnswer } from './taskAnswer.ts';

export interface Graded extends Omit<Performance, 'overheadMs' | 'evidence'> {
  readonly changes: readonly FileEdit[];
  readonly testOutput: string;
  /** Without the tests themselves. */
  readonly gradingMs: number;
}

export interface GradeRequest {
  readonly task: Task;
  readonly answer: TaskAnswer;
  readonly form: ArgumentForm;
}

/** Tests decide where there are any; else the truth. */
export async function gradeAnswer(
  { task, answer, form }: GradeRequest,
  ports: Pick<PerformPorts, 'grade' | 'scoreInfill' | 'turns' | 'clock'>,
  signal: AbortSignal,
): Promise<Graded> {
  const { content, hindrance } = answer;
  const untested = (outcome: ResultOutcome): Graded => ({ outcome, changes: [], testOutput: '', gradingMs: 0 });
  switch (content.kind) {
    case 'none':
      return untested({ kind: 'failed', reason: content.reason, detail: content.detail });
    case 'message':
      if (task.family !== 'toolcall') throw new Error('calls for a task that is about something else');
      return { ...untested({ kind: 'solved' }), ...scoreToolCalls(task, content.message, form) };
    case 'filling': {
      if (task.family !== 'infill') throw new Error('a filling for a task without a hole');
      const startedMs = ports.clock.now();
      const infill = ports.scoreInfill(task, content.text);
      const scoringMs = ports.clock.now() - startedMs;
      const changes = [{ path: task.path, text: content.file }];
      if (task.tests === undefined) {
        return { ...untested(outcomeByTruth(infill)), infill, changes, gradingMs: scoringMs };
      }
      const tested = await gradeByTests(task, changes, ports, signal);
      return { ...tested, infill, gradingMs: tested.gradingMs + scoringMs };
    }
    case 'edits': {
      if (task.family === 'toolcall' || task.tests === undefined) throw new Error('no tests decide on this task');
      const counts = isCounted(task, task.tests.files);
      const ignored = content.edits.map(({ path }) => path).filter((path) => !counts(path));
      if (ignored.length === content.edits.length) {
        const outcome = {
          kind: 'failed',
          ...(hindrance ?? { reason: 'no-answer', detail: 'nothing was changed' }),
        } as const;
        return { ...untested(withIgnored(outcome, ignored)), changes: content.edits };
      }
      const tested = await gradeByTests(task, content.edits, ports, signal);
      const isHindered = hindrance !== undefined && tested.outcome.kind === 'failed';
      const outcome = isHindered ? ({ kind: 'failed', ...hindrance } as const) : tested.outcome;
      return { ...tested, outcome: withIgnored(outcome, ignored) };
    }
  }
}

const mostNamed = 3;

/** Says of changes to tests and their setup that they were ignored: the true ones are laid over every answer. */
function withIgnored(outcome: ResultOutcome, paths: readonly string[]): ResultOutcome {
  if (paths.length === 0) return outcome;
  const named = paths.slice(0, mostNamed).join(', ');
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
  const ignored = `ignored, as they belong to the tests: ${named}${more}`;
  const detail = outcome.detail ?? '';
  return { ...outcome, detail: detail === '' ? ignored : `${detail}; ${ignored}` };
}

async function gradeByTests(
  task: Task,
  edits: readonly FileEdit[],
  { grade, turns, clock }: Pick<PerformPorts, 'grade' | 'turns' | 'clock'>,
  signal: AbortSignal,
): Promise<Graded> {
  const turn = await turns.take('one', signal);
  const startedMs = clock.now();
  try {
    const graded = await grade(task, edits, signal);
    const gradingMs = Math.max(0, clock.now() - startedMs - (graded.tests?.durationMs ?? 0));
    return { ...graded, changes: edits, gradingMs };
  } finally {
    turn.dispose();
  }
}

function outcomeByTruth({ exactMatch, parses }: InfillScores): ResultOutcome {
  if (exactMatch) return { kind: 'solved' };
  const detail = 'it is not what stood there';
  return { kind: 'failed', reason: parses === false ? 'does-not-parse' : 'not-equal', detail };
}
