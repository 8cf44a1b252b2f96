import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/tools/readFile.ts';
import { createSeenFiles } from '../../src/tools/seenFiles.ts';
import type { ToolOutcome } from '../../src/tools/tool.ts';
import { createMemoryFiles } from './memoryFiles.ts';

async function read(text: string, lines: { start_line?: number; end_line?: number } = {}): Promise<ToolOutcome> {
  const context = { files: createMemoryFiles({ 'a.ts': text }), seen: createSeenFiles() };
  return readFile.run({ path: 'a.ts', ...lines }, context, new AbortController().signal);
}

const longText = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}\n`).join('');

describe('read_file', () => {
  it('gives the text as it is, under a line that says what it is', async () => {
    expect(await read('a\n\n\tb\n')).toEqual({
      kind: 'ok',
      text: 'a.ts, lines 1-3 of 3:\na\n\n\tb',
      summary: '3 lines',
    });
  });

  it('gives some lines', async () => {
    const outcome = await read('a\nb\nc\nd\n', { start_line: 2, end_line: 3 });
    expect(outcome).toMatchObject({ text: 'a.ts, lines 2-3 of 4:\nb\nc', summary: '2 lines' });
  });

  it('leaves carriage returns out, which no model copies', async () => {
    expect((await read('a\r\nb\r\n')).text).toBe('a.ts, lines 1-2 of 2:\na\nb');
  });

  it('says that a file is empty', async () => {
    expect(await read('')).toMatchObject({ kind: 'ok', text: 'a.ts is empty.' });
  });

  it('cuts a file of many lines and says how to go on', async () => {
    const { text } = await read(longText);
    expect(text).toMatch(/^a\.ts, lines 1-400 of 1000:\nline 1\n/);
    expect(text).toMatch(/\nline 400\n\[More lines: read on with start_line=401\.\]$/);
    expect((await read(longText, { start_line: 401 })).text).toMatch(/^a\.ts, lines 401-800 of 1000:\nline 401\n/);
    expect((await read(longText, { start_line: 801 })).text).toMatch(/\nline 1000$/);
  });

  it('cuts a file of long lines at a whole line', async () => {
    const { text } = await read(`${'x'.repeat(9_000)}\n`.repeat(3));
    expect(text.length).toBeLessThan(9_200);
    expect(text).toMatch(/^a\.ts, lines 1-1 of 3:\n/);
    expect(text).toMatch(/start_line=2/);
  });

  it('cuts a line that alone is too long', async () => {
    const { text } = await read(`${'x'.repeat(100_000)}\nnext\n`);
    expect(text.length).toBeLessThan(16_200);
    expect(text).toMatch(/Line 1 is too long/);
    expect(text).toMatch(/start_line=2/);
  });

  it.each([
    [{ start_line: 4 }, /has only 3 lines/],
    [{ start_line: 3, end_line: 2 }, /comes before/],
  ])('refuses %j', async (lines, problem) => {
    const outcome = await read('a\nb\nc\n', lines);
    expect(outcome.kind).toBe('failed');
    expect(outcome.text).toMatch(problem);
  });

  it('marks the whole file as seen, whatever lines were wanted', async () => {
    const seen = createSeenFiles();
    const files = createMemoryFiles({ 'a.ts': 'a\nb\n' });
    await readFile.run({ path: './a.ts', start_line: 2 }, { files, seen }, new AbortController().signal);
    expect(seen.get('a.ts')).toBe('a\nb\n');
  });

  it('hands on why a file cannot be had', async () => {
    const context = { files: createMemoryFiles(), seen: createSeenFiles() };
    const { signal } = new AbortController();
    expect(await readFile.run({ path: 'b.ts' }, context, signal)).toMatchObject({
      kind: 'failed',
      summary: 'not found',
      text: expect.stringMatching(/b\.ts\. Use list_files/) as string,
    });
    expect(await readFile.run({ path: '../b.ts' }, context, signal)).toMatchObject({
      kind: 'failed',
      summary: 'outside the workspace',
    });
  });
});
