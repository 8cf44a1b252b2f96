import * as z from 'zod';
import { optionalFlag, requiredPath, requiredText } from './argumentSchemas.ts';
import { fileFailure, type ToolFailure } from './fileFailure.ts';
import { isProtectedPath } from './protectedPath.ts';
import { type LineRange, maxReported, type NearestText, type ReplaceOutcome, replaceText } from './replaceText.ts';
import { splitLines } from './splitLines.ts';
import type { FileChange, Tool, ToolContext } from './tool.ts';

interface EditFileInput {
  readonly file_path: string;
  readonly old_string: string;
  readonly new_string: string;
  readonly replace_all?: boolean | undefined;
}

/**
 * Changes a file by replacing text in it. Only what this conversation has read, and what is still as it was read, may
 * change: otherwise the model edits from memory.
 */
export const editFile: Tool<EditFileInput> = {
  name: 'edit_file',
  description:
    'Replace text in a file that you have read. old_string must be copied exactly and be unique: include lines around it if needed.',
  input: z.strictObject({
    file_path: requiredPath('Path relative to the workspace'),
    old_string: requiredText('Exact text to replace; empty to create a new file'),
    new_string: requiredText('Text to put in its place'),
    replace_all: optionalFlag('Replace every occurrence'),
  }),
  effect: 'write',
  target: ({ file_path }) => file_path,
  async preview(input, context, signal) {
    const plan = await planEdit(input, context, signal);
    return plan.kind === 'failed' ? plan : { kind: 'change', change: plan.change };
  },
  async run(input, { files, seen }, signal) {
    const plan = await planEdit(input, { files, seen }, signal);
    if (plan.kind === 'failed') return plan;
    const { path, before, after } = plan.change;
    const written = await files.write(path, before, after, signal);
    if (written.kind === 'problem') {
      return fileFailure(written, written.problem === 'changed' ? 'Read it again before you edit it.' : '');
    }
    seen.set(written.path, after);
    const notes = [plan.report];
    if (written.isUnsaved === true) notes.push('The file has unsaved changes in the editor and was not saved.');
    const now = await files.read(written.path, signal);
    if (now.kind === 'text' && now.text !== after) {
      notes.push('The editor changed the file further when saving it. Read it again before the next edit.');
    }
    return { kind: 'ok', text: notes.join('\n'), summary: plan.summary };
  },
};

interface EditPlan {
  readonly kind: 'plan';
  readonly change: FileChange;
  /** What the edit did, for the model. */
  readonly report: string;
  readonly summary: string;
}

async function planEdit(
  { file_path, old_string, new_string, replace_all = false }: EditFileInput,
  { files, seen }: ToolContext,
  signal: AbortSignal,
): Promise<EditPlan | ToolFailure> {
  const found = await files.read(file_path, signal);
  const resolvedPath = found.path ?? file_path;
  if (isProtectedPath(resolvedPath)) {
    return failure(`${resolvedPath} is protected: tools must not change it.`, 'protected file');
  }
  if (old_string === '') {
    if (found.kind === 'text') return planFill(found.path, found.text, new_string);
    return found.problem === 'not-found' ? planNewFile(resolvedPath, new_string) : fileFailure(found);
  }
  if (found.kind === 'problem') {
    return fileFailure(found, found.problem === 'not-found' ? 'To create it, give an empty old_string.' : '');
  }
  const { path, text: before } = found;
  if (old_string === new_string) {
    return failure('old_string and new_string are the same: there is nothing to change.', 'nothing to change');
  }
  const lastSeen = seen.get(path);
  if (lastSeen === undefined) return failure(`Read ${path} with read_file before you edit it.`, 'not read yet');
  if (lastSeen !== before) {
    return failure(`${path} has changed since you read it. Read it again, then edit.`, 'changed since it was read');
  }
  const outcome = replaceText(before, { oldString: old_string, newString: new_string, replaceAll: replace_all });
  switch (outcome.kind) {
    case 'missing':
      return failure(describeMissing(path, outcome.nearest), 'text not found');
    case 'ambiguous':
      return failure(describeAmbiguous(path, outcome.lines), 'text found more than once');
    case 'replaced':
      if (outcome.text === before) {
        return failure(`${path} already has this text: there is nothing to change.`, 'nothing to change');
      }
      return {
        kind: 'plan',
        change: { path, before, after: outcome.text },
        report: describeReplaced(path, outcome),
        summary: outcome.ranges.length === 1 ? describeRange(outcome.ranges[0]) : `${outcome.ranges.length} places`,
      };
  }
}

function planNewFile(path: string, text: string): EditPlan | ToolFailure {
  if (text === '') return failure('new_string is empty: there is nothing to write.', 'nothing to change');
  const lines = splitLines(text).length;
  const report = `Created ${path} with ${lines} ${lines === 1 ? 'line' : 'lines'}.`;
  return { kind: 'plan', change: { path, before: '', after: text }, report, summary: 'new file' };
}

/** An empty `old_string` fits an empty file as well; of any other it names no place. */
function planFill(path: string, before: string, text: string): EditPlan | ToolFailure {
  if (before !== '') {
    return failure(
      `${path} already exists. To change it, read it and give the text to replace in old_string.`,
      'already exists',
    );
  }
  return planNewFile(path, text);
}

function describeReplaced(path: string, { ranges, manner }: Extract<ReplaceOutcome, { kind: 'replaced' }>): string {
  const places = ranges.length === 1 ? '' : ` in ${ranges.length} places`;
  const shown = ranges.slice(0, maxReported).map(describeRange).join(', ');
  const report = `Edited ${path}${places}: the new text is at ${shown}${ranges.length > maxReported ? ', …' : ''}.`;
  switch (manner) {
    case 'exact':
      return report;
    case 'whitespace':
      return `${report}\nold_string differed in whitespace; the indentation of the file was kept.`;
    case 'similar':
      return `${report}\nold_string was not quite the text of the file; lines that new_string kept were left as they were.`;
  }
}

function describeRange(range: LineRange | undefined): string {
  if (range === undefined) return 'no line';
  const { firstLine, lastLine } = range;
  return lastLine <= firstLine ? `line ${firstLine}` : `lines ${firstLine}-${lastLine}`;
}

function describeAmbiguous(path: string, lines: readonly number[]): string {
  const more = lines.length >= maxReported ? ' and more' : '';
  return (
    `old_string is in ${path} more than once, at lines ${lines.join(', ')}${more}. ` +
    'Include more of the lines around the right one, or set replace_all to true.'
  );
}

function describeMissing(path: string, nearest: NearestText | undefined): string {
  if (nearest === undefined) return `old_string is not in ${path}, and nothing there is like it. Read the file again.`;
  const { firstLine, lastLine, similarity, text } = nearest;
  return [
    `old_string is not in ${path}. The nearest text is at lines ${firstLine}-${lastLine} (${Math.floor(similarity * 100)}% alike):`,
    text,
    '[Copy the lines to replace exactly from here, or read the file again.]',
  ].join('\n');
}

function failure(text: string, summary: string): ToolFailure {
  return { kind: 'failed', text, summary };
}
