import { type StructuredPatchHunk, structuredPatch } from 'diff';
import type { FileChange } from '../tools/tool.ts';
import type { EditSummary } from './chatState.ts';

/** A diff of more lines than this takes long to find, and nobody reads it in a chat: there is the diff editor. */
const mostChangedLines = 2_000;
const contextLines = 3;

/** What a change does to its file, for one row of the chat. */
export function editSummary({ path, before, after }: FileChange): EditSummary {
  const options = { context: contextLines, maxEditLength: mostChangedLines };
  const patch = structuredPatch(path, path, before, after, undefined, undefined, options);
  if (patch === undefined) {
    return { path, addedLines: lineCount(after), removedLines: lineCount(before), diff: '' };
  }
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    path,
    addedLines: lines.filter((line) => line.startsWith('+')).length,
    removedLines: lines.filter((line) => line.startsWith('-')).length,
    diff: patch.hunks.map(formatHunk).join('\n'),
  };
}

function formatHunk({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string {
  return [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n');
}

function lineCount(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
