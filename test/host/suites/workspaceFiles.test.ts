import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ripgrepPath } from '../../../src/editor/ripgrepPath.ts';
import { createWorkspaceFiles, type WorkspaceSurroundings } from '../../../src/editor/workspaceFiles.ts';
import type { WorkspaceFiles } from '../../../src/tools/workspaceFiles.ts';

const { signal } = new AbortController();

/** Real folders in a place of their own, with something outside them that must never be touched. */
describe('workspace files', () => {
  let parent = '';
  let root = '';
  let files: WorkspaceFiles;

  function open(folders: readonly string[], overrides: Partial<WorkspaceSurroundings> = {}): WorkspaceFiles {
    return createWorkspaceFiles({
      folders: () =>
        folders.map((folder, index) => ({ uri: vscode.Uri.file(folder), name: path.basename(folder), index })),
      isTrusted: () => true,
      ripgrepPath: () => ripgrepPath(vscode.env.appRoot),
      ...overrides,
    });
  }

  async function put(name: string, content: string | Uint8Array): Promise<string> {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  async function readProblem(written: string, from = files): Promise<string> {
    const outcome = await from.read(written, signal);
    return outcome.kind === 'problem' ? outcome.problem : `read ${outcome.path}`;
  }

  async function writeProblem(written: string, before: string, after: string, to = files): Promise<string> {
    const outcome = await to.write(written, before, after, signal);
    return outcome.kind === 'problem' ? outcome.problem : `wrote ${outcome.path}`;
  }

  beforeEach(async () => {
    parent = await realpath(await mkdtemp(path.join(tmpdir(), 'parity-files-')));
    root = path.join(parent, 'app');
    await mkdir(root);
    await mkdir(path.join(parent, 'app-secret'));
    await writeFile(path.join(parent, 'app-secret', 'key'), 'secret');
    files = open([root]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(parent, { recursive: true, force: true });
  });

  describe('reading', () => {
    it('gives the text without byte order mark, with the line ends of the file', async () => {
      await put('src/a.ts', '\uFEFFone\r\ntwo\r\n');
      assert.deepEqual(await files.read('src/a.ts', signal), {
        kind: 'text',
        path: 'src/a.ts',
        text: 'one\r\ntwo\r\n',
      });
    });

    it('gives what the editor holds while a file has unsaved changes', async () => {
      const document = await vscode.workspace.openTextDocument(await put('a.ts', 'saved'));
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'not yet '));
      assert.deepEqual(await files.read('a.ts', signal), { kind: 'text', path: 'a.ts', text: 'not yet saved' });
    });

    it('refuses what is no text file of a fair size', async () => {
      await put('binary', Uint8Array.of(1, 0, 2));
      await put('latin1', Uint8Array.of(0xe4, 0x62));
      await put('huge', new Uint8Array(5 * 1024 * 1024 + 1).fill(0x61));
      await put('folder/a', '');
      assert.equal(await readProblem('binary'), 'binary');
      assert.equal(await readProblem('latin1'), 'not-utf8');
      assert.equal(await readProblem('huge'), 'too-large');
      assert.equal(await readProblem('folder'), 'not-a-file');
      assert.equal(await readProblem('.'), 'not-a-file');
      assert.equal(await readProblem('missing'), 'not-found');
      assert.equal(await readProblem('folder/a/b'), 'not-found');
    });

    it('refuses a pipe rather than wait for it for ever', async function () {
      if (process.platform === 'win32') this.skip();
      execFileSync('mkfifo', [path.join(root, 'pipe')]);
      assert.equal(await readProblem('pipe'), 'not-a-file');
    });

    it('refuses every way out of the workspace', async () => {
      for (const written of [
        '../app-secret/key',
        '..\\app-secret\\key',
        'x/../../app-secret/key',
        path.join(parent, 'app-secret', 'key'),
        `${root}-secret/key`,
        `${root}/../app-secret/key`,
        vscode.Uri.file(path.join(parent, 'app-secret', 'key')).toString(),
        '/etc/passwd',
        '//etc/passwd',
        'C:\\Windows\\win.ini',
        'a\0b',
      ]) {
        assert.equal(await readProblem(written), 'outside-workspace', written);
      }
    });

    it('follows a symbolic link inside the workspace, and refuses one that leads out, nowhere or in circles', async () => {
      await put('src/a.ts', 'text');
      await symlink(path.join(root, 'src', 'a.ts'), path.join(root, 'inside'));
      await symlink(path.join(parent, 'app-secret', 'key'), path.join(root, 'file-out'));
      await symlink(path.join(parent, 'app-secret'), path.join(root, 'folder-out'));
      await symlink(path.join(parent, 'app-secret', 'not-yet'), path.join(root, 'dangling'));
      await symlink(path.join(root, 'circle'), path.join(root, 'circle'));
      assert.deepEqual(await files.read('inside', signal), { kind: 'text', path: 'src/a.ts', text: 'text' });
      for (const written of [
        'file-out',
        'folder-out/key',
        'folder-out/missing',
        'folder-out/../app-secret/key',
        'dangling',
        'circle',
      ]) {
        const problem = await readProblem(written);
        assert.ok(problem === 'outside-workspace' || problem === 'not-found', `${written}: ${problem}`);
      }
      assert.equal(await readProblem('file-out'), 'outside-workspace');
      assert.equal(await readProblem('folder-out/key'), 'outside-workspace');
      assert.equal(await readProblem('dangling'), 'outside-workspace');
    });

    it('gives one path for one file, also through an absolute path or a workspace opened through a link', async () => {
      await put('src/a.ts', 'text');
      const link = path.join(parent, 'link');
      await symlink(root, link);
      assert.equal(await readProblem(path.join(root, 'src/a.ts')), 'read src/a.ts');
      const throughLink = open([link]);
      assert.equal(await readProblem('src/a.ts', throughLink), 'read src/a.ts');
      assert.equal(await readProblem(path.join(link, 'src/a.ts'), throughLink), 'read src/a.ts');
      assert.equal(await readProblem(path.join(root, 'src/a.ts'), throughLink), 'read src/a.ts');
    });

    it('does not take another letter case for the same file where the system does not', async function () {
      await put('src/a.ts', 'text');
      if (existsSync(path.join(root, 'SRC'))) this.skip();
      assert.equal(await readProblem('SRC/a.ts'), 'not-found');
      assert.equal(await readProblem(path.join(parent, 'APP', 'src/a.ts')), 'outside-workspace');
    });

    it('names the folder first when there are several', async () => {
      await put('a.ts', 'text');
      const two = open([root, path.join(parent, 'app-secret')]);
      assert.equal(await readProblem('app/a.ts', two), 'read app/a.ts');
      assert.equal(await readProblem('app-secret/key', two), 'read app-secret/key');
      assert.equal(await readProblem('a.ts', two), 'outside-workspace');
    });

    it('says that no folder is open', async () => {
      const none = open([]);
      assert.equal(none.isOpen, false);
      assert.equal(await readProblem('a.ts', none), 'no-workspace');
      assert.equal((await none.list({ directory: '.', glob: undefined, maxEntries: 1 }, signal)).kind, 'problem');
    });

    it('stops when it is aborted', async () => {
      await assert.rejects(files.read('a.ts', AbortSignal.abort()), { name: 'AbortError' });
    });
  });

  describe('writing', () => {
    it('saves the file and keeps byte order mark, line ends and a missing last line end', async () => {
      const file = await put('a.ts', '\uFEFFone\r\ntwo');
      assert.deepEqual(await files.write('a.ts', 'one\r\ntwo', 'one\r\n2\r\nthree', signal), {
        kind: 'written',
        path: 'a.ts',
      });
      assert.equal(await readFile(file, 'utf8'), '\uFEFFone\r\n2\r\nthree');
      assert.deepEqual(await files.read('a.ts', signal), { kind: 'text', path: 'a.ts', text: 'one\r\n2\r\nthree' });
    });

    it('can be undone in one step, in a file that was not open', async () => {
      const file = await put('a.ts', 'one\ntwo\n');
      await files.write('a.ts', 'one\ntwo\n', '1\n2\n', signal);
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      assert.equal(document.getText(), '1\n2\n');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), 'one\ntwo\n');
    });

    it('leaves unsaved changes unsaved, and says so', async () => {
      const file = await put('a.ts', 'one\n');
      const document = await vscode.workspace.openTextDocument(file);
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'mine\n'));
      assert.deepEqual(await files.write('a.ts', 'one\nmine\n', '1\nmine\n', signal), {
        kind: 'written',
        path: 'a.ts',
        isUnsaved: true,
      });
      assert.equal(document.getText(), '1\nmine\n');
      assert.equal(await readFile(file, 'utf8'), 'one\n');
    });

    it('refuses a file that is no longer what it was', async () => {
      const file = await put('a.ts', 'changed');
      assert.equal(await writeProblem('a.ts', 'before', 'after'), 'changed');
      assert.equal(await writeProblem('a.ts', '', 'after'), 'changed');
      assert.equal(await readFile(file, 'utf8'), 'changed');
      await rm(file);
      assert.equal(await writeProblem('a.ts', 'changed', 'after'), 'not-found');
      assert.equal(existsSync(file), false);
    });

    it('creates a file with its folders', async () => {
      assert.equal(await writeProblem('new/folder/a.ts', '', 'text\n'), 'wrote new/folder/a.ts');
      assert.equal(await readFile(path.join(root, 'new/folder/a.ts'), 'utf8'), 'text\n');
    });

    it('refuses to create what would lie outside', async () => {
      await symlink(path.join(parent, 'app-secret'), path.join(root, 'folder-out'));
      await symlink(path.join(parent, 'app-secret', 'new'), path.join(root, 'dangling'));
      for (const written of ['../new', 'folder-out/new', 'folder-out/deep/new', 'dangling', path.join(parent, 'new')]) {
        assert.equal(await writeProblem(written, '', 'text'), 'outside-workspace', written);
      }
      assert.equal(existsSync(path.join(parent, 'new')), false);
      assert.equal(existsSync(path.join(parent, 'app-secret', 'new')), false);
      assert.equal(existsSync(path.join(parent, 'app-secret', 'deep')), false);
    });

    it('refuses protected files, also through a link', async () => {
      await put('.git/config', 'text');
      await symlink(path.join(root, '.git'), path.join(root, 'innocent'));
      assert.equal(await writeProblem('.git/config', 'text', 'x'), 'read-only');
      assert.equal(await writeProblem('innocent/config', 'text', 'x'), 'read-only');
      assert.equal(await writeProblem('.vscode/tasks.json', '', '{}'), 'read-only');
      assert.equal(await readFile(path.join(root, '.git/config'), 'utf8'), 'text');
      assert.equal(existsSync(path.join(root, '.vscode')), false);
    });

    it('refuses a file that this user must not change', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      await chmod(await put('a.ts', 'text'), 0o444);
      assert.equal(await writeProblem('a.ts', 'text', 'x'), 'read-only');
    });

    it('refuses everything in a workspace that is not trusted', async () => {
      const file = await put('a.ts', 'text');
      const untrusted = open([root], { isTrusted: () => false });
      assert.equal(await writeProblem('a.ts', 'text', 'x', untrusted), 'untrusted');
      assert.equal(await writeProblem('b.ts', '', 'x', untrusted), 'untrusted');
      assert.equal(await readFile(file, 'utf8'), 'text');
      assert.equal(await readProblem('a.ts', untrusted), 'read a.ts');
    });

    it('edits a file of mixed line ends, which the editor makes one kind', async () => {
      const file = await put('a.ts', 'one\r\ntwo\nthree\r\n');
      assert.deepEqual(await files.read('a.ts', signal), {
        kind: 'text',
        path: 'a.ts',
        text: 'one\r\ntwo\r\nthree\r\n',
      });
      assert.equal(await writeProblem('a.ts', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\n'), 'wrote a.ts');
      assert.equal(await readFile(file, 'utf8'), 'one\r\n2\r\nthree\r\n');
      await put('b.ts', 'one\rtwo\nthree\n');
      assert.equal(await writeProblem('b.ts', 'one\ntwo\nthree\n', '1\ntwo\nthree\n'), 'wrote b.ts');
    });

    it('edits UTF-8 where the user’s files are in another encoding', async () => {
      const settings = vscode.workspace.getConfiguration('files');
      await settings.update('encoding', 'iso88591', vscode.ConfigurationTarget.Global);
      try {
        const file = await put('a.ts', 'größe = 1;\n');
        assert.equal(await writeProblem('a.ts', 'größe = 1;\n', 'größe = 2; // ✓\n'), 'wrote a.ts');
        assert.equal(await readFile(file, 'utf8'), 'größe = 2; // ✓\n');
      } finally {
        await settings.update('encoding', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('tells what formatting on save made of the text only by reading again', async () => {
      const file = await put('a.ts', 'one\n');
      const settings = vscode.workspace.getConfiguration('files');
      await settings.update('insertFinalNewline', true, vscode.ConfigurationTarget.Global);
      try {
        assert.equal(await writeProblem('a.ts', 'one\n', 'two'), 'wrote a.ts');
        assert.equal(await readFile(file, 'utf8'), 'two\n');
        assert.deepEqual(await files.read('a.ts', signal), { kind: 'text', path: 'a.ts', text: 'two\n' });
      } finally {
        await settings.update('insertFinalNewline', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('goes through a link to the file behind it', async () => {
      const file = await put('src/a.ts', 'text');
      await symlink(file, path.join(root, 'link'));
      assert.equal(await writeProblem('link', 'text', 'new'), 'wrote src/a.ts');
      assert.equal(await readFile(file, 'utf8'), 'new');
    });
  });

  describe('listing', () => {
    async function list(directory: string, glob?: string, from = files): Promise<readonly string[] | string> {
      const outcome = await from.list({ directory, glob, maxEntries: 100 }, signal);
      return outcome.kind === 'problem' ? outcome.problem : outcome.entries;
    }

    beforeEach(async () => {
      await put('.gitignore', 'ignored/\n*.log\n');
      await put('.git/config', '');
      await put('src/b.ts', '');
      await put('src/a.ts', '');
      await put('src/deep/c.md', '');
      await put('debug.log', '');
      await put('ignored/d.ts', '');
      await put('node_modules/e/e.ts', '');
    });

    it('gives sorted paths and leaves out what is ignored or excluded', async () => {
      assert.deepEqual(await list('.'), ['.gitignore', 'src/a.ts', 'src/b.ts', 'src/deep/c.md']);
      assert.deepEqual(await list('src/deep'), ['src/deep/c.md']);
    });

    it('takes a glob, which brings back nothing that is ignored', async () => {
      assert.deepEqual(await list('.', '*.ts'), ['src/a.ts', 'src/b.ts']);
      assert.deepEqual(await list('src', 'deep/*'), ['src/deep/c.md']);
      assert.deepEqual(await list('.', '*.log'), []);
      assert.deepEqual(await list('.', '--no-ignore'), []);
    });

    it('says when there is more', async () => {
      const outcome = await files.list({ directory: '.', glob: undefined, maxEntries: 2 }, signal);
      assert.deepEqual(outcome, { kind: 'entries', entries: ['.gitignore', 'src/a.ts'], hasMore: true });
    });

    it('does not look through links that lead out', async () => {
      await symlink(path.join(parent, 'app-secret'), path.join(root, 'src', 'out'));
      assert.deepEqual(await list('src'), ['src/a.ts', 'src/b.ts', 'src/deep/c.md']);
      assert.equal(await list('src/out'), 'outside-workspace');
    });

    it('lists every folder of the workspace', async () => {
      const two = open([path.join(root, 'src'), path.join(parent, 'app-secret')]);
      assert.deepEqual(await list('.', undefined, two), ['src/a.ts', 'src/b.ts', 'src/deep/c.md', 'app-secret/key']);
      assert.deepEqual(await list('src/deep', undefined, two), ['src/deep/c.md']);
    });

    it('refuses what is no folder of the workspace', async () => {
      assert.equal(await list('..'), 'outside-workspace');
      assert.equal(await list('src/a.ts'), 'not-a-directory');
      assert.equal(await list('missing'), 'not-found');
      assert.equal(await list('--files'), 'not-found');
    });

    it('takes a folder whose name looks like an option', async () => {
      await put('--hidden/x', '');
      assert.deepEqual(await list('--hidden'), ['--hidden/x']);
    });

    it('says so in an editor without ripgrep', async () => {
      const without = open([root], { ripgrepPath: () => Promise.resolve(undefined) });
      assert.equal(await list('.', undefined, without), 'unavailable');
    });
  });

  describe('searching', () => {
    async function search(query: string, isRegex = false, glob?: string): Promise<readonly string[] | string> {
      const outcome = await files.search({ query, isRegex, directory: '.', glob, maxMatches: 10 }, signal);
      if (outcome.kind === 'problem') return outcome.problem;
      return outcome.matches.map(({ path: found, line, text }) => `${found}:${line}:${text}`);
    }

    beforeEach(async () => {
      await put('.gitignore', '*.log\n');
      await put('a.ts', 'one\nfoo(1)\r\n  Foo\n');
      await put('src/b.md', 'foo.bar');
      await put('debug.log', 'foo');
      await put('binary', Uint8Array.of(0x66, 0x6f, 0x6f, 0, 1));
    });

    it('finds text, in any case unless the query has capitals', async () => {
      assert.deepEqual(await search('foo'), ['a.ts:2:foo(1)', 'a.ts:3:  Foo', 'src/b.md:1:foo.bar']);
      assert.deepEqual(await search('Foo'), ['a.ts:3:  Foo']);
      assert.deepEqual(await search('foo(1)'), ['a.ts:2:foo(1)']);
      assert.deepEqual(await search('nowhere'), []);
    });

    it('finds what a regular expression describes', async () => {
      assert.deepEqual(await search('^foo\\W', true), ['a.ts:2:foo(1)', 'src/b.md:1:foo.bar']);
      assert.deepEqual(await search('foo', true, '*.md'), ['src/b.md:1:foo.bar']);
    });

    it('says what is wrong with a pattern', async () => {
      assert.equal(await search('(', true), 'invalid-pattern');
      assert.equal(await search('(a{1000}){1000}{1000}', true), 'invalid-pattern');
      assert.equal(await search('a\nb'), 'invalid-pattern');
      assert.equal(await search('a\0'), 'invalid-pattern');
      assert.equal(await search(''), 'invalid-pattern');
    });

    it('takes a query that looks like an option for text', async () => {
      const marker = path.join(parent, 'marker');
      await put('options.txt', `--pre=touch ${marker}\n-e\n`);
      assert.deepEqual(await search(`--pre=touch ${marker}`), [`options.txt:1:--pre=touch ${marker}`]);
      assert.deepEqual(await search('-e'), ['options.txt:2:-e']);
      assert.equal(existsSync(marker), false);
    });

    it('shows a long line around the match', async () => {
      await put('long.js', `${'é'.repeat(5_000)}needle${'y'.repeat(5_000)}\u2028`);
      const [found] = await search('needle');
      assert.match(found ?? '', /^long\.js:1:…é+needley+$/);
      assert.ok((found ?? '').length < 450);
    });

    it('says when there is more, and stops looking', async () => {
      await put('many', 'foo\n'.repeat(100_000));
      const outcome = await files.search(
        { query: 'foo', isRegex: false, directory: '.', glob: 'many', maxMatches: 3 },
        signal,
      );
      assert.ok(outcome.kind === 'matches' && outcome.hasMore && outcome.matches.length === 3);
    });

    it('stops when it is aborted', async () => {
      await put('many', `${'foo '.repeat(20)}\n`.repeat(50_000));
      const controller = new AbortController();
      const pending = files.search(
        { query: 'nowhere', isRegex: false, directory: '.', glob: undefined, maxMatches: 3 },
        controller.signal,
      );
      controller.abort();
      await assert.rejects(pending, { name: 'AbortError' });
    });
  });
});
