import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ripgrepPath } from '../../../src/editor/ripgrepPath.ts';
import { createWorkspaceFiles } from '../../../src/editor/workspaceFiles.ts';
import { parseArguments } from '../../../src/tools/parseArguments.ts';
import { createSeenFiles } from '../../../src/tools/seenFiles.ts';
import type { ToolContext, ToolOutcome } from '../../../src/tools/tool.ts';
import { toolList } from '../../../src/tools/toolList.ts';

/** The tools as a model calls them, on real files in a real editor. */
describe('tools', () => {
  let root = '';
  let context: ToolContext;

  async function call(name: string, given: Record<string, string>): Promise<ToolOutcome> {
    const tool = toolList.find((candidate) => candidate.name === name);
    assert.ok(tool !== undefined);
    const parsed = parseArguments(tool, given);
    assert.ok(parsed.kind === 'ok', parsed.kind === 'invalid' ? parsed.problem : '');
    return tool.run(parsed.input, context, new AbortController().signal);
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'parity-tools-'));
    const files = createWorkspaceFiles({
      folders: () => [{ uri: vscode.Uri.file(root), name: 'app', index: 0 }],
      isTrusted: () => true,
      ripgrepPath: () => ripgrepPath(vscode.env.appRoot),
    });
    context = { files, seen: createSeenFiles() };
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(root, { recursive: true, force: true });
  });

  it('find, read and edit a file of CRLF lines, twice, and undo brings back the first text', async () => {
    const file = path.join(root, 'total.ts');
    const first = 'export function total(net: number): number {\r\n  return net * 1.19;\r\n}\r\n';
    await writeFile(file, first);
    assert.equal((await call('list_files', { glob: '*.ts' })).text, 'total.ts');
    assert.equal((await call('search_text', { query: '1.19' })).text, 'total.ts:2: return net * 1.19;');

    const oldString = '  return net * 1.19;\n}';
    const unread = await call('edit_file', { path: 'total.ts', old_string: oldString, new_string: 'x' });
    assert.equal(unread.summary, 'not read yet');

    await call('read_file', { path: 'total.ts' });
    const edited = await call('edit_file', {
      path: 'total.ts',
      old_string: oldString,
      new_string: '  const rate = 1.2;\n  return net * rate;\n}',
    });
    assert.equal(edited.text, 'Edited total.ts: the new text is at lines 2-4.');
    const again = await call('edit_file', { path: 'total.ts', old_string: 'rate = 1.2', new_string: 'rate = 1.25' });
    assert.equal(again.kind, 'ok');
    assert.equal(
      await readFile(file, 'utf8'),
      'export function total(net: number): number {\r\n  const rate = 1.25;\r\n  return net * rate;\r\n}\r\n',
    );

    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), first);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('refuse an edit after another program has changed the file', async () => {
    await writeFile(path.join(root, 'a.ts'), 'one\n');
    await call('read_file', { path: 'a.ts' });
    await writeFile(path.join(root, 'a.ts'), 'one, changed\n');
    const edited = await call('edit_file', { path: 'a.ts', old_string: 'one', new_string: 'two' });
    assert.equal(edited.summary, 'changed since it was read');
    assert.equal(await readFile(path.join(root, 'a.ts'), 'utf8'), 'one, changed\n');
  });

  it('create a file in a new folder', async () => {
    const created = await call('edit_file', { path: 'src/new.ts', old_string: '', new_string: 'export {};\n' });
    assert.equal(created.text, 'Created src/new.ts with 1 line.');
    assert.equal(await readFile(path.join(root, 'src/new.ts'), 'utf8'), 'export {};\n');
  });
});
