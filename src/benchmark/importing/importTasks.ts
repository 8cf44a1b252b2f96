/**
 * Tasks from a file of one JSON object per line: Parity's own, HumanEval, HumanEval-Infilling, or tool calls in the manner of
 * the Berkeley Function-Calling Leaderboard. Which it is shows in its first line. A line that cannot be taken is told with
 * its number and field; the others are taken all the same.
 */
import { isTaskLine, readTask } from './ownTasks.ts';
import { isFunctionCalling, readFunctionCalling } from './functionCalling.ts';
import { isHumanEval, readHumanEval } from './humanEval.ts';
import { isInfilling, readInfilling } from './humanEvalInfilling.ts';
import { isRecord } from '../scoring/valueType.ts';
import type { Task } from '../task.ts';
import { FieldError, type LineProblem } from './lineProblem.ts';

export const importFormats = ['parity', 'humaneval', 'humaneval-infilling', 'function-calling'] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface ImportOutcome {
  /** `null`: the first line is of no format that is known. */
  readonly format: ImportFormat | null;
  readonly tasks: readonly Task[];
  readonly problems: readonly LineProblem[];
}

/** Reads what a line says. The line is of the file's format; what is wrong with it is thrown as a {@link FieldError}. */
type LineReader = (line: Readonly<Record<string, unknown>>) => Promise<Task>;

const longestLine = 16_000_000;

/** `answers`: the other file of a function-calling set, when it keeps its answers apart. */
export async function importTasks(text: string, answers = ''): Promise<ImportOutcome> {
  const problems: LineProblem[] = [];
  const rows = parseLines(text, problems);
  const [first] = rows;
  if (first === undefined) return { format: null, tasks: [], problems };
  const format = detectFormat(first.value);
  if (format === null) {
    problems.push({ line: first.line, field: '', problem: 'is of no format that is known' });
    return { format, tasks: [], problems };
  }
  const read = readerOf(format, answers, problems);
  const tasks = new Map<string, Task>();
  for (const { line, value } of rows) {
    try {
      const task = await read(value);
      if (tasks.has(task.id)) problems.push({ line, field: '', problem: 'is a task that the file has already' });
      else tasks.set(task.id, task);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      problems.push({ line, field: error.field, problem: error.problem });
    }
  }
  return { format, tasks: [...tasks.values()], problems };
}

function readerOf(format: ImportFormat, answers: string, problems: LineProblem[]): LineReader {
  switch (format) {
    case 'parity':
      return readTask;
    case 'humaneval':
      return readHumanEval;
    case 'humaneval-infilling':
      return readInfilling;
    case 'function-calling': {
      const answerProblems: LineProblem[] = [];
      const byId = new Map(
        parseLines(answers, answerProblems).map(({ value }) => [value['id'], value['ground_truth']]),
      );
      problems.push(
        ...answerProblems.map((each) => ({ ...each, problem: `${each.problem} (in the file of answers)` })),
      );
      return (line) => readFunctionCalling(line, byId.get(line['id']));
    }
  }
}

function detectFormat(line: Readonly<Record<string, unknown>>): ImportFormat | null {
  if (isTaskLine(line)) return 'parity';
  if (isInfilling(line)) return 'humaneval-infilling';
  if (isHumanEval(line)) return 'humaneval';
  return isFunctionCalling(line) ? 'function-calling' : null;
}

interface Row {
  /** From 1. */
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
}

function parseLines(text: string, problems: LineProblem[]): readonly Row[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((content, index): Row[] => {
      const line = index + 1;
      if (content.trim() === '') return [];
      const value = content.length > longestLine ? undefined : parseJson(content);
      if (isRecord(value)) return [{ line, value }];
      const problem = content.length > longestLine ? 'is too long' : 'is no JSON object';
      problems.push({ line, field: '', problem });
      return [];
    });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
