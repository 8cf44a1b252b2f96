import { structuredPatch } from 'diff';
import type { TaskResult } from '../result.ts';
import type { FileEdit, Task } from '../task.ts';
import type { Evidence } from './evidencePack.ts';

/** More than anyone reads of one answer, and enough that nothing of an ordinary one is cut. Characters. */
const mostCharacters = 40_000;

/** What the reader sees of an answer. Without its task (the file is gone, or redacted) there is the answer alone. */
export function describeEvidence({ evidence, outcome }: TaskResult, task: Task | undefined): Evidence {
  return {
    detail: shorten(outcome.detail ?? ''),
    answer: shorten(evidence.answer),
    edits: editsOf(evidence.changes, evidence.answer, task),
    truth: truthOf(task),
    transcript: evidence.transcript.map(({ role, text }) => ({ role, text: shorten(text) })),
    testOutput: shorten(evidence.testOutput),
  };
}

function editsOf(changes: readonly FileEdit[], answer: string, task: Task | undefined): Evidence['edits'] {
  if (task?.family === 'infill') {
    return [{ path: task.path, against: 'truth', diff: unifiedDiff(wholeLines(task.truth), wholeLines(answer)) }];
  }
  const setup = new Map(task !== undefined && 'setup' in task ? task.setup.map(({ path, text }) => [path, text]) : []);
  const gold = new Map(task !== undefined && 'gold' in task ? task.gold.map(({ path, text }) => [path, text]) : []);
  return changes.flatMap(({ path, text }) => {
    const diffs: Evidence['edits'][number][] = [];
    if (setup.has(path)) diffs.push({ path, against: 'before', diff: unifiedDiff(setup.get(path) ?? '', text ?? '') });
    if (gold.has(path) || diffs.length === 0) {
      diffs.push({ path, against: 'truth', diff: unifiedDiff(gold.get(path) ?? '', text ?? '') });
    }
    return diffs;
  });
}

function truthOf(task: Task | undefined): string {
  switch (task?.family) {
    case undefined:
      return '';
    case 'infill':
      return shorten(task.truth);
    case 'toolcall':
      return task.expected.length === 0 ? 'No call.' : shorten(JSON.stringify(task.expected, undefined, 2));
    case 'body':
    case 'bugfix':
    case 'replay':
    case 'agent': {
      const setup = new Map(task.setup.map(({ path, text }) => [path, text]));
      const diffs = task.gold.map(({ path, text }) => `${path}\n${unifiedDiff(setup.get(path) ?? '', text ?? '')}`);
      return shorten(diffs.join('\n'));
    }
  }
}

/** Hunks alone, with three lines around each change; empty when the texts are equal. */
function unifiedDiff(before: string, after: string): string {
  // Without a limit two large files that share nothing take minutes.
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 3, maxEditLength: 2000 });
  if (patch === undefined) return shorten(after);
  const hunks = patch.hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) =>
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.join('\n')}\n`,
  );
  return shorten(hunks.join(''));
}

/** That a hole ends within a line is no difference. */
function wholeLines(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function shorten(text: string): string {
  const left = text.length - mostCharacters;
  return left <= 0 ? text : `${text.slice(0, mostCharacters)}\n… ${left} more characters`;
}
