import * as z from 'zod';
import { optionalCount, requiredPath } from './argumentSchemas.ts';
import { fileFailure } from './fileFailure.ts';
import { splitLines } from './splitLines.ts';
import type { Tool, ToolOutcome } from './tool.ts';

const maxLines = 400;
const maxCharacters = 16_000;

interface ReadFileInput {
  readonly path: string;
  readonly start_line?: number | undefined;
  readonly end_line?: number | undefined;
}

/**
 * Shows a file, or some of its lines, exactly as they are: without line numbers in front, so that what the model copies
 * into `old_string` is what stands there.
 */
export const readFile: Tool<ReadFileInput> = {
  name: 'read_file',
  description: 'Read a text file of the workspace. Long files come in parts.',
  input: z.strictObject({
    path: requiredPath('Path relative to the workspace'),
    start_line: optionalCount('First line to read, from 1'),
    end_line: optionalCount('Last line to read'),
  }),
  effect: 'read',
  target: ({ path }) => path,
  async run({ path, start_line = 1, end_line = Number.POSITIVE_INFINITY }, { files, seen }, signal) {
    const found = await files.read(path, signal);
    if (found.kind === 'problem') {
      return fileFailure(found, found.problem === 'not-found' ? 'Use list_files to see what there is.' : '');
    }
    seen.set(found.path, found.text);
    return showLines(found.path, splitLines(found.text), start_line, end_line);
  },
};

function showLines(path: string, lines: readonly string[], startLine: number, endLine: number): ToolOutcome {
  if (lines.length === 0) return { kind: 'ok', text: `${path} is empty.`, summary: 'empty' };
  if (startLine > lines.length) {
    const text = `${path} has only ${countLines(lines.length)}; start_line=${startLine} is past its end.`;
    return { kind: 'failed', text, summary: 'past the end' };
  }
  if (endLine < startLine) {
    const text = `end_line=${endLine} comes before start_line=${startLine}.`;
    return { kind: 'failed', text, summary: 'no lines' };
  }
  const wanted = lines.slice(startLine - 1, Math.min(endLine, startLine - 1 + maxLines));
  const { shown, isCut } = fitting(wanted);
  const lastLine = startLine + shown.length - 1;
  const header = `${path}, lines ${startLine}-${lastLine} of ${lines.length}:`;
  const notes = [
    ...(isCut ? [`[Line ${lastLine} is too long and cut after ${maxCharacters} characters.]`] : []),
    ...(lastLine < Math.min(endLine, lines.length) ? [`[More lines: read on with start_line=${lastLine + 1}.]`] : []),
  ];
  return { kind: 'ok', text: [header, ...shown, ...notes].join('\n'), summary: countLines(shown.length) };
}

/** As many whole lines as fit; a first line that alone does not fit is cut. */
function fitting(lines: readonly string[]): { shown: readonly string[]; isCut: boolean } {
  let characters = 0;
  const firstTooMuch = lines.findIndex((line) => (characters += line.length + 1) > maxCharacters);
  if (firstTooMuch < 0) return { shown: lines, isCut: false };
  if (firstTooMuch > 0) return { shown: lines.slice(0, firstTooMuch), isCut: false };
  return { shown: [(lines[0] ?? '').slice(0, maxCharacters)], isCut: true };
}

function countLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
