import { describe, expect, it } from 'vitest';
import { editFile } from '../../src/tools/editFile.ts';
import { readFile } from '../../src/tools/readFile.ts';
import { createSeenFiles } from '../../src/tools/seenFiles.ts';
import type { ToolContext } from '../../src/tools/tool.ts';
import { createMemoryFiles, type MemoryFiles } from './memoryFiles.ts';

const { signal } = new AbortController();

/** A conversation that has read `a.ts`, when there is one. */
async function conversation(texts: Record<string, string>): Promise<ToolContext & { files: MemoryFiles }> {
  const context = { files: createMemoryFiles(texts), seen: createSeenFiles() };
  if (Object.hasOwn(texts, 'a.ts')) await readFile.run({ path: 'a.ts' }, context, signal);
  return context;
}

function edit(old_string: string, new_string: string): Parameters<typeof editFile.run>[0] {
  return { file_path: 'a.ts', old_string, new_string };
}

describe('edit_file', () => {
  it('shows the change first, and makes it then', async () => {
    const context = await conversation({ 'a.ts': 'a\nb\nc\n' });
    const input = edit('b\n', 'x\ny\n');
    expect(await editFile.preview?.(input, context, signal)).toEqual({
      kind: 'change',
      change: { path: 'a.ts', before: 'a\nb\nc\n', after: 'a\nx\ny\nc\n' },
    });
    expect(context.files.texts.get('a.ts')).toBe('a\nb\nc\n');
    expect(await editFile.run(input, context, signal)).toEqual({
      kind: 'ok',
      text: 'Edited a.ts: the new text is at lines 2-3.',
      summary: 'lines 2-3',
    });
    expect(context.files.texts.get('a.ts')).toBe('a\nx\ny\nc\n');
  });

  it('can edit again what it has just written', async () => {
    const context = await conversation({ 'a.ts': 'a\n' });
    await editFile.run(edit('a', 'b'), context, signal);
    expect(await editFile.run(edit('b', 'c'), context, signal)).toMatchObject({ kind: 'ok' });
    expect(context.files.texts.get('a.ts')).toBe('c\n');
  });

  it('says when old_string was not quite right', async () => {
    const context = await conversation({ 'a.ts': '  a\n' });
    expect((await editFile.run(edit('\ta', '\tb'), context, signal)).text).toMatch(
      /line 1\.\nold_string differed in whitespace/,
    );
  });

  it('names every place when all are replaced', async () => {
    const context = await conversation({ 'a.ts': 'a\nb\na\n' });
    expect(await editFile.run({ ...edit('a', 'c'), replace_all: true }, context, signal)).toMatchObject({
      text: 'Edited a.ts in 2 places: the new text is at line 1, line 3.',
      summary: '2 places',
    });
  });

  it('creates a file from an empty old_string', async () => {
    const context = await conversation({});
    expect(await editFile.preview?.(edit('', 'a\nb\n'), context, signal)).toEqual({
      kind: 'change',
      change: { path: 'a.ts', before: '', after: 'a\nb\n' },
    });
    expect(await editFile.run(edit('', 'a\nb\n'), context, signal)).toMatchObject({
      text: 'Created a.ts with 2 lines.',
    });
    expect(await editFile.run(edit('b', 'c'), context, signal)).toMatchObject({ kind: 'ok' });
    expect(context.files.texts.get('a.ts')).toBe('a\nc\n');
  });

  it('fills an empty file from an empty old_string', async () => {
    const context = await conversation({ 'a.ts': '' });
    expect(await editFile.run(edit('', 'a\n'), context, signal)).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['text that is not there', edit('zzz', 'x'), 'text not found', /nothing there is like it/],
    [
      'text nearly there',
      edit('let alpha = one', 'x'),
      'text not found',
      /lines 1-1 \(8\d% alike\):\nlet alpha = 1;\n/,
    ],
    ['text in several places', edit('same', 'x'), 'text found more than once', /at lines 2, 3\. Include more/],
    ['no change', edit('same', 'same'), 'nothing to change', /are the same/],
    [
      'a change of whitespace that is already so',
      edit('  let alpha = 1;', 'let alpha = 1;'),
      'nothing to change',
      /already has/,
    ],
    ['an empty old_string for a file that has text', edit('', 'x'), 'already exists', /already exists/],
    ['a file that is not there', { ...edit('a', 'b'), file_path: 'b.ts' }, 'not found', /give an empty old_string/],
    ['an empty new file', { ...edit('', ''), file_path: 'b.ts' }, 'nothing to change', /new_string is empty/],
    ['a file outside', { ...edit('a', 'b'), file_path: '../b.ts' }, 'outside the workspace', /outside/],
    ['a new file outside', { ...edit('', 'b'), file_path: '../b.ts' }, 'outside the workspace', /outside/],
    ['a protected file', { ...edit('a', 'b'), file_path: '.git/config' }, 'protected file', /protected/],
    ['a new protected file', { ...edit('', 'b'), file_path: './.vscode/tasks.json' }, 'protected file', /protected/],
  ])('refuses %s, in preview and run', async (_, input, summary, text) => {
    const context = await conversation({ 'a.ts': 'let alpha = 1;\nsame\nsame\n', '.git/config': 'a' });
    const before = new Map(context.files.texts);
    const refusal = { kind: 'failed', summary, text: expect.stringMatching(text) as string };
    expect(await editFile.preview?.(input, context, signal)).toEqual(refusal);
    expect(await editFile.run(input, context, signal)).toEqual(refusal);
    expect(context.files.texts).toEqual(before);
  });

  it('refuses a file that this conversation has not read', async () => {
    const context = { files: createMemoryFiles({ 'a.ts': 'a' }), seen: createSeenFiles() };
    expect(await editFile.run(edit('a', 'b'), context, signal)).toMatchObject({
      kind: 'failed',
      summary: 'not read yet',
      text: expect.stringContaining('read_file') as string,
    });
  });

  it('refuses a file that changed after it was read, until it is read again', async () => {
    const context = await conversation({ 'a.ts': 'a' });
    context.files.texts.set('a.ts', 'a changed');
    expect(await editFile.run(edit('a', 'b'), context, signal)).toMatchObject({ summary: 'changed since it was read' });
    await readFile.run({ path: 'a.ts' }, context, signal);
    expect(await editFile.run(edit('a changed', 'b'), context, signal)).toMatchObject({ kind: 'ok' });
  });

  it('refuses a file that changed between preview and run, or was deleted', async () => {
    const context = await conversation({ 'a.ts': 'a' });
    await editFile.preview?.(edit('a', 'b'), context, signal);
    context.files.texts.set('a.ts', 'other a');
    expect(await editFile.run(edit('a', 'b'), context, signal)).toMatchObject({ summary: 'changed since it was read' });
    context.files.texts.delete('a.ts');
    expect(await editFile.run(edit('a', 'b'), context, signal)).toMatchObject({ summary: 'not found' });
    expect(context.files.texts.has('a.ts')).toBe(false);
  });

  it('hands on why writing failed, and has then seen nothing new', async () => {
    const context = await conversation({ 'a.ts': 'a' });
    context.files.write = async () => ({ kind: 'problem', problem: 'read-only', detail: 'a.ts is read-only.' });
    expect(await editFile.run(edit('a', 'b'), context, signal)).toMatchObject({
      kind: 'failed',
      text: 'a.ts is read-only.',
    });
    expect(context.seen.get('a.ts')).toBe('a');
  });

  it('tells when the editor formatted the file on saving, and wants it read again', async () => {
    const context = await conversation({ 'a.ts': 'a' });
    const write = context.files.write;
    context.files.write = async (path, before, after, ...rest) => {
      const outcome = await write(path, before, after, ...rest);
      context.files.texts.set('a.ts', `${after}\n`);
      return outcome;
    };
    expect((await editFile.run(edit('a', 'b'), context, signal)).text).toMatch(/changed the file further/);
    expect(await editFile.run(edit('b', 'c'), context, signal)).toMatchObject({ summary: 'changed since it was read' });
  });

  it('tells when the file was left unsaved', async () => {
    const context = await conversation({ 'a.ts': 'a' });
    const write = context.files.write;
    context.files.write = async (...given) => ({ ...(await write(...given)), isUnsaved: true });
    expect((await editFile.run(edit('a', 'b'), context, signal)).text).toMatch(/unsaved changes/);
  });
});
