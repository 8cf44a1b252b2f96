import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BaseFile, HistoryCommit, SourceHistory } from '../../../src/benchmark/mining/sourceHistory.ts';
import { countCommits } from '../../../src/harness/git/countCommits.ts';
import { openHistory } from '../../../src/harness/git/openHistory.ts';
import { fingerprint } from './fingerprint.ts';
import { git, importRepository, importedDate } from './importedRepository.ts';

const never = new AbortController().signal;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function repository(...input: Parameters<typeof importRepository>): Promise<string> {
  const folder = await importRepository(...input);
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'parity-folder-')));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function history(folder: string, program?: string): Promise<SourceHistory> {
  const opened = await openHistory(folder, never, program);
  cleanups.push(() => opened.history.dispose());
  return opened.history;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const filesOf = async (of: SourceHistory): Promise<BaseFile[]> => all(of.files(never));
const commitsOf = async (of: SourceHistory, bounds = { maxCommits: 1000, since: null as string | null }) =>
  all(of.commits(bounds, never));

async function textOf(of: SourceHistory, content: string | null | undefined): Promise<string> {
  const found = await of.read(content ?? '', 1e6, never);
  return found.kind === 'bytes' ? Buffer.from(found.bytes).toString('utf8') : found.kind;
}

const brief = ({ message, changes }: HistoryCommit): unknown => [
  message,
  ...changes.map(({ status, path, oldPath, kind }) => [status, oldPath === path ? path : `${oldPath} > ${path}`, kind]),
];

describe('the history of a git repository', () => {
  it('tells commits from the newest back, with what each changed, and the contents on both sides', async () => {
    const long = 'a line that is long enough to be told apart\n'.repeat(20);
    const folder = await repository([
      { message: 'First\n\nWith a body.\n', files: { 'a.ts': 'one\n', 'old/b.ts': long } },
      { message: 'Second', author: '1767229200 +0530', files: { 'a.ts': 'two\n', 'c.bin': new Uint8Array([0, 1, 2]) } },
      { message: 'Move', renames: { 'old/b.ts': 'new/b.ts' } },
      { message: 'Delete', files: { 'c.bin': null } },
      { message: '' },
    ]);
    const opened = await history(folder);
    const commits = await commitsOf(opened);
    expect(commits.map(brief)).toEqual([
      [''],
      ['Delete', ['deleted', 'c.bin', 'file']],
      ['Move', ['renamed', 'old/b.ts > new/b.ts', 'file']],
      ['Second', ['modified', 'a.ts', 'file'], ['added', 'c.bin', 'file']],
      ['First\n\nWith a body.', ['added', 'a.ts', 'file'], ['added', 'old/b.ts', 'file']],
    ]);
    expect(commits.map(({ authorDate }) => authorDate)).toEqual([
      importedDate(4),
      importedDate(3),
      importedDate(2),
      '2026-01-01T01:00:00.000Z',
      importedDate(0),
    ]);
    expect(commits[3]?.parents).toEqual([commits[4]?.id]);
    const change = commits[3]?.changes[0];
    expect([await textOf(opened, change?.before), await textOf(opened, change?.after)]).toEqual(['one\n', 'two\n']);
    expect(opened.base).toEqual({ kind: 'commit', commit: commits[0]?.id });
    expect((await filesOf(opened)).map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a.ts', 4],
      ['new/b.ts', long.length],
    ]);
  });

  it('gives merges their parents and no changes', async () => {
    const folder = await repository([
      { files: { 'a.ts': '1' } },
      { message: 'Side', files: { 'b.ts': '1' } },
      { message: 'Main', parents: [0], files: { 'c.ts': '1' } },
      { message: 'Merge branch side', parents: [2, 1], files: { 'd.ts': 'evil' } },
    ]);
    await git(folder, ['config', 'log.diffMerges', 'separate']);
    const [merge, ...others] = await commitsOf(await history(folder));
    expect(merge?.parents).toHaveLength(2);
    expect(merge?.changes).toEqual([]);
    expect(others.map(({ message }) => message).toSorted()).toEqual(['Change 0', 'Main', 'Side']);
  });

  it('tells links, submodules and names that are no text apart, and keeps odd names whole', async () => {
    const names = ['with space.ts', 'quote".ts', 'new\nline.ts', 'tab\\t.ts', 'ünï/码.ts', ' lead.ts', '-dash.ts'];
    const folder = await repository([
      {
        files: {
          ...Object.fromEntries(names.map((name) => [name, name])),
          link: { link: '/etc/passwd' },
          sub: { submodule: '1'.repeat(40) },
          'bad\\377.ts': 'x',
        },
      },
    ]);
    const opened = await history(folder);
    const kinds = (entries: readonly { path: string; kind: string }[]) =>
      Object.fromEntries(entries.map(({ path, kind }) => [path, kind]));
    const expected = {
      ...Object.fromEntries(names.map((name) => [name.replace('\\t', '\t'), 'file'])),
      link: 'symlink',
      sub: 'submodule',
      'bad\u{fffd}.ts': 'unnameable',
    };
    expect(kinds(await filesOf(opened))).toEqual(expected);
    expect(kinds((await commitsOf(opened))[0]?.changes ?? [])).toEqual(expected);
  });

  it('reads many contents out of one process, large ones and missing ones in between', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}.ts`, `${i}\n`.repeat(i)]));
    const opened = await history(await repository([{ files: { ...files, 'large.ts': 'x'.repeat(300_000) } }]));
    const contents = (await filesOf(opened)).map(({ content }) => content);
    const asked = [...contents, '0'.repeat(40), ...contents];
    const answers = await Promise.all(asked.map((content) => opened.read(content, 100_000, never)));
    const sizes = answers.map((answer) => (answer.kind === 'bytes' ? answer.bytes.length : answer.kind));
    const expected = (await filesOf(opened)).map(({ bytes }) => (bytes > 100_000 ? 'too-large' : bytes));
    expect(sizes).toEqual([...expected, 'missing', ...expected]);
  });

  it('marks the commits behind which a shallow clone holds nothing', async () => {
    const source = await repository([0, 1, 2, 3].map((i) => ({ files: { 'a.ts': String(i), [`${i}.ts`]: '' } })));
    const folder = await folderWith({});
    await git(folder, ['clone', '--quiet', '--depth=2', `file://${source}`, 'clone']);
    const opened = await history(join(folder, 'clone'));
    expect(opened.isShallow).toBe(true);
    expect((await commitsOf(opened)).map(({ message, isBoundary }) => [message, isBoundary])).toEqual([
      ['Change 3', false],
      ['Change 2', true],
    ]);
  });

  it('reads what a partial clone has and loads nothing more', async () => {
    const source = await repository([{ files: { 'a.ts': 'old' } }, { files: { 'a.ts': 'new' } }]);
    await git(source, ['config', 'uploadpack.allowFilter', 'true']);
    const folder = await folderWith({});
    await git(folder, ['clone', '--quiet', '--filter=blob:none', `file://${source}`, 'clone']);
    const opened = await history(join(folder, 'clone'));
    const [newest] = await commitsOf(opened);
    const [change] = newest?.changes ?? [];
    const both = await Promise.all([textOf(opened, change?.before), textOf(opened, change?.after)]);
    expect(both).toEqual(['missing', 'new']);
  });

  it('works with SHA-256, in a linked worktree, from a folder below, and in a bare repository', async () => {
    const modern = await repository([{ files: { 'a.ts': 'x' } }], { format: 'sha256' });
    const opened = await history(modern);
    expect(opened.base).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(await textOf(opened, (await filesOf(opened))[0]?.content)).toBe('x');

    const plain = await repository([{ files: { 'a.ts': 'x', 'sub/b.ts': 'y' } }], { checkout: true });
    const aside = await folderWith({});
    await git(plain, ['worktree', 'add', '--quiet', '--detach', join(aside, 'tree')]);
    await git(plain, ['clone', '--quiet', '--bare', '.', join(aside, 'bare.git')]);
    for (const place of [join(aside, 'tree'), join(plain, 'sub'), join(aside, 'bare.git')]) {
      expect((await filesOf(await history(place))).map(({ path }) => path)).toEqual(['a.ts', 'sub/b.ts']);
    }
    expect((await openHistory(join(plain, 'sub'), never)).root).toBe(plain);
  });

  it('stops at the date and the number asked for, and when the caller stops', async () => {
    const folder = await repository(Array.from({ length: 50 }, (_, i) => ({ files: { 'a.ts': String(i) } })));
    const opened = await history(folder);
    expect(await commitsOf(opened, { maxCommits: 7, since: null })).toHaveLength(7);
    expect(await commitsOf(opened, { maxCommits: 99, since: importedDate(40) })).toHaveLength(10);
    for await (const { message } of opened.commits({ maxCommits: 99, since: null }, never)) {
      expect(message).toBe('Change 49');
      break;
    }
  });

  it('ends with an AbortError when it is aborted', async () => {
    const opened = await history(await repository([{ files: { 'a.ts': 'x' } }]));
    const controller = new AbortController();
    const walk = opened.commits({ maxCommits: 9, since: null }, controller.signal);
    const reading = opened.read('0'.repeat(40), 1, controller.signal);
    controller.abort();
    await expect(all(walk)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes commits for what they are when their dates or messages are broken', async () => {
    const folder = await repository([
      { author: '99999999999999 +0000', committer: '1767229200 +0000', files: { 'a.ts': '1' } },
      { message: ':100644 100644 a b M\nnot a change', files: { 'a.ts': '2' } },
    ]);
    const [second, first] = await commitsOf(await history(folder));
    expect(first?.authorDate).toBeNull();
    expect(second?.message).toBe(':100644 100644 a b M\nnot a change');
    expect(second?.changes).toHaveLength(1);
  });
});

describe('reading a hostile repository', () => {
  it('runs nothing that it names and leaves it as it was, byte for byte', async () => {
    const folder = await repository(
      [
        { files: { 'a.ts': 'old\n', '.gitattributes': '* filter=evil diff=evil merge=evil text eol=crlf\n' } },
        { files: { 'a.ts': 'new\n' } },
      ],
      { checkout: true },
    );
    const mark = join(await folderWith({}), 'ran');
    const evil = join(dirname(mark), 'evil.sh');
    await writeFile(evil, `#!/bin/sh\ntouch '${mark}'\ncat\n`);
    await chmod(evil, 0o755);
    const settings = {
      'filter.evil.clean': evil,
      'filter.evil.smudge': evil,
      'diff.evil.textconv': evil,
      'diff.evil.command': evil,
      'diff.external': evil,
      'core.fsmonitor': evil,
      'core.pager': evil,
      'pager.log': evil,
      'core.sshCommand': evil,
      'core.editor': evil,
      'gpg.program': evil,
      'log.showSignature': 'true',
      'core.alternateRefsCommand': evil,
      'uploadpack.packObjectsHook': evil,
      'log.mailmap': 'true',
      'diff.orderFile': evil,
    };
    for (const [key, value] of Object.entries(settings)) await git(folder, ['config', key, value]);
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-auto-gc']) {
      await symlink(evil, join(folder, '.git/hooks', hook));
    }
    await writeFile(join(folder, 'a.ts'), 'not committed\n');
    await git(folder, ['update-index', '--assume-unchanged', 'a.ts']);
    await rm(mark, { force: true });

    const before = await fingerprint(folder);
    const opened = await history(folder);
    const [newest] = await commitsOf(opened);
    const [file] = (await filesOf(opened)).filter(({ path }) => path === 'a.ts');
    expect(await textOf(opened, newest?.changes[0]?.before)).toBe('old\n');
    expect(await textOf(opened, file?.content)).toBe('new\n');
    await opened.dispose();
    expect(await fingerprint(folder)).toBe(before);
    await expect(realpath(mark)).rejects.toMatchObject({ code: 'ENOENT' });

    await git(folder, ['status']);
    expect(await realpath(mark)).toContain('ran');
  });
});

describe('a folder without commits', () => {
  it('gives its files without hidden, derived and ignored ones, and follows no link', async () => {
    const folder = await folderWith({
      'src/a.ts': 'a',
      'src/gen/b.ts': 'b',
      'src/keep.log': 'k',
      'src/.gitignore': '!keep.log\ngen/\n',
      'x.log': 'x',
      '.gitignore': '# logs\n*.log\n/only-top.ts\n',
      'only-top.ts': 't',
      'src/only-top.ts': 'kept',
      '.env': 'KEY=1',
      '.venv/c.py': 'c',
      'node_modules/d/d.js': 'd',
      'dist/e.js': 'e',
    });
    await symlink('/etc/passwd', join(folder, 'link.ts'));
    await symlink('/etc', join(folder, 'etc'));
    const opened = await history(folder);
    expect((await filesOf(opened)).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'etc symlink',
      'link.ts symlink',
      'src/a.ts file',
      'src/keep.log file',
      'src/only-top.ts file',
    ]);
    expect(await commitsOf(opened)).toEqual([]);
    expect(await textOf(opened, 'src/a.ts')).toBe('a');
    for (const path of ['link.ts', 'etc/passwd', '../x']) expect(await textOf(opened, path)).toBe('missing');
  });

  it('is the same base for the same content alone', async () => {
    const content = { 'a.ts': 'a', 'b/c.ts': 'c' };
    const first = await folderWith(content);
    const second = await folderWith({ ...content, '.hidden': 'x' });
    const opened = await history(first);
    expect((await history(second)).base).toEqual(opened.base);
    await writeFile(join(first, 'a.ts'), 'b');
    expect((await history(first)).base).not.toEqual(opened.base);
    expect(await textOf(opened, 'a.ts')).toBe('missing');
  });

  it('is what a repository without commits is, and needs no git where there is no repository', async () => {
    const empty = await folderWith({ 'a.ts': 'a' });
    await git(empty, ['init', '--quiet', '.']);
    expect((await history(empty)).base.kind).toBe('folder');
    expect((await history(await folderWith({ HEAD: 'no repository' }))).base.kind).toBe('folder');
    expect((await history(await folderWith({ 'a.ts': '' }), 'no-such-git')).base.kind).toBe('folder');
  });
});

describe('a git that cannot read', () => {
  async function fakeGit(script: string): Promise<string> {
    const program = join(await folderWith({ 'fake-git': `#!/bin/sh\n${script}\n` }), 'fake-git');
    await chmod(program, 0o755);
    return program;
  }

  it.each([
    ['git-too-old', 'echo git version 2.17.1', { found: '2.17.1', needed: '2.31' }],
    [
      'git-unsafe-folder',
      'for word; do [ "$word" = version ] && echo git version 2.39.5 && exit; done; echo "fatal: detected dubious ownership in repository" >&2; exit 128',
      {},
    ],
    ['git-failed', 'echo "fatal: it burns" >&2; exit 128', { detail: 'it burns' }],
  ])('is told as %s', async (code, script, data) => {
    const folder = await repository([{ files: { 'a.ts': 'x' } }]);
    const opening = openHistory(folder, never, await fakeGit(script));
    await expect(opening).rejects.toMatchObject({ code, data: data as unknown });
  });

  it('is told as git-missing when there is none', async () => {
    const folder = await repository([{ files: { 'a.ts': 'x' } }]);
    await expect(openHistory(folder, never, 'no-such-git')).rejects.toMatchObject({ code: 'git-missing' });
  });
});

describe('counting commits since a day', () => {
  it('leaves out older ones and merges', async () => {
    const folder = await repository([
      { files: { 'a.js': '1' } },
      { files: { 'a.js': '2' } },
      { files: { 'b.js': '3' }, parents: [0] },
      { parents: [1, 2] },
      { files: { 'a.js': '4' } },
    ]);
    const since = (day: string) => countCommits(folder, day, never);
    expect(await Promise.all(['2025-12-31', '2026-01-02', '2026-01-05', '2026-02-01'].map(since))).toEqual([
      4, 3, 1, 0,
    ]);
  });

  it('cannot tell outside of a repository', async () => {
    expect(await countCommits(await folderWith({ 'a.js': '1' }), '2026-01-01', never)).toBeUndefined();
  });
});
