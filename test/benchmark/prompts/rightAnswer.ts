import { fenced } from '../../../src/benchmark/prompts/fencedBlocks.ts';
import type { AskedTask } from '../../../src/benchmark/running/taskQuestion.ts';
import type { FileEdit, InfillTask } from '../../../src/benchmark/task.ts';

/** The true change in the form that each family is asked for. Functions come in their whole file. */
export function rightAnswer(task: AskedTask): string {
  switch (task.family) {
    case 'infill':
      return rightFilling(task);
    case 'body':
    case 'bugfix':
      return task.gold.map(({ text }) => fenced(text ?? '', task.language)).join('\n');
    case 'replay':
      return rightFiles(task.gold);
  }
}

export function rightFilling({ before, truth, after, language }: Omit<InfillTask, 'id'>): string {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const endsWithLine = line === '' && !/^[ \t]*\n/.test(after);
  return fenced(`${line.trim() === '' ? line : ''}${truth}${endsWithLine ? '' : '\n'}`, language);
}

export function rightFiles(edits: readonly FileEdit[]): string {
  return edits
    .map(({ path, text }) => (text === null ? fenced('', `delete ${path}`) : fenced(text, path)))
    .join('\n\n');
}
