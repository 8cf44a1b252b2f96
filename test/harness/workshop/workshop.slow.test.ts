import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FileEdit } from '../../../src/benchmark/task.ts';
import type { SandboxCommand, TaskCopy } from '../../../src/benchmark/workshop.ts';
import { createWorkshop, type OwnWorkshop } from '../../../src/harness/workshop/createWorkshop.ts';
import { processesNamed } from '../sandbox/processesNamed.ts';
import { atLevel, isLevelHere, testLevels } from '../sandbox/testLevels.ts';

const folder = mkdtempSync(join(tmpdir(), 'parity-workshop-test-'));
const checkout = join(folder, 'checkout');
const temporaryFolder = join(folder, 'temporary');
mkdirSync(temporaryFolder);
const { signal } = new AbortController();
const commit = makeCheckout();
let workshop: OwnWorkshop | undefined;

afterEach(async () => workshop?.dispose());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(testLevels)('a copy at level %s', (level) => {
  const open = async (limits = {}) => {
    workshop = await createWorkshop({ checkout, ...atLevel(level), temporaryFolder, limits }, signal);
    return workshop;
  };
  let whetherHere: Promise<boolean> | undefined;
  const isHere = (): Promise<boolean> => (whetherHere ??= isLevelHere(level, temporaryFolder));
  const sh = (script: string, more: Partial<SandboxCommand> = {}): SandboxCommand => ({
    argv: ['sh', '-c', script],
    directory: '.',
    environment: {},
    collect: [],
    timeoutMs: 20_000,
    outputBytes: 10_000,
    ...more,
  });

  it('has the bytes of the commit, what was installed, and none of the history', async (test) => {
    if (!(await isHere())) return test.skip();
    const copy = await (await open()).open({ kind: 'commit', commit }, [{ path: 'new.txt', text: 'new' }], signal);
    const end = await copy.run(sh('cat a.txt new.txt; tool; ls; test -x run.sh'), signal);
    expect(end.output).toContain('$Id$\nnewinstalled\n');
    expect(end.output).not.toMatch(/^(?:secret|evil)$/m);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, signal: null });
    await copy.dispose();
  });

  it('shows what tools and commands changed, and gives the next task a clean copy', async (test) => {
    if (!(await isHere())) return test.skip();
    const workshop = await open();
    const copy = await workshop.open({ kind: 'commit', commit }, [], signal);
    await copy.files.write('a.txt', '$Id$\n', 'tool\n', signal);
    await copy.run(sh('echo x >> b.txt; rm run.sh; echo i > ignored.log; mkdir coverage; echo c > coverage/c'), signal);
    expect(await copy.changes(signal)).toEqual([
      { path: 'a.txt', text: 'tool\n' },
      { path: 'b.txt', text: 'b\nx\n' },
      { path: 'run.sh', text: null },
    ]);
    await copy.dispose();
    const next = await workshop.open({ kind: 'commit', commit }, [], signal);
    const end = await next.run(sh('cat a.txt b.txt; ls'), signal);
    expect(end.output).toBe('$Id$\nb\na.txt\nb.txt\ninside\nnode_modules\nrun.sh\n');
    expect(await next.changes(signal)).toEqual([]);
    await next.dispose();
  });

  it('collects reports, ends what takes too long, and tells a missing program from a failing one', async (test) => {
    if (!(await isHere())) return test.skip();
    const copy = await (await open()).open({ kind: 'files', files: [{ path: 'x/y.txt', text: 'y' }] }, [], signal);
    const report = await copy.run(
      sh('echo "{}" > report.json', { directory: 'x', collect: ['**/report.json'] }),
      signal,
    );
    expect(report.collected).toEqual([{ path: 'x/report.json', text: '{}\n' }]);
    expect(await copy.run({ ...sh(''), argv: ['no-such-program'] }, signal)).toMatchObject({ kind: 'not-started' });
    expect(await copy.run(sh('exit 3'), signal)).toMatchObject({ kind: 'exited', exitCode: 3 });
    expect(await copy.run(sh('echo before; sleep 60', { timeoutMs: 500 }), signal)).toMatchObject({
      kind: 'timed-out',
      output: 'before\n',
    });
    expect(await copy.run(sh('yes'), signal)).toMatchObject({ kind: 'too-much-output' });
    await copy.dispose();
  });

  it('ends daemons that left their parents', async (test) => {
    if (!(await isHere())) return test.skip();
    const copy = await (await open()).open({ kind: 'files', files: [] }, [], signal);
    const name = `31.${process.pid}${level.length}`;
    await copy.run(sh(`(setsid sh -c 'sleep ${name}' &) ; sleep 0.2`), signal);
    expect(processesNamed(`sleep ${name}`)).toEqual([]);
    await copy.dispose();
  });

  it('ends what takes more memory, processes or disk than it may', async (test) => {
    if (!(await isHere())) return test.skip();
    const limits = { memoryBytes: 300 * 1024 ** 2, processes: 100, diskBytes: 50 * 1024 ** 2 };
    const copy = await (await open(limits)).open({ kind: 'files', files: [] }, [], signal);
    const hog = await copy.run(
      { ...sh(''), argv: ['node', '-e', 'const a=[];for(;;)a.push(Buffer.alloc(1e7,1))'] },
      signal,
    );
    expect(hog.exitCode === 0).toBe(false);
    const bomb = await copy.run(sh('for i in $(seq 200); do sleep 30 & done; wait'), signal);
    // By the watch, or by the system where it counts for this user.
    expect(bomb.output).toMatch(/more than 100 processes|[Cc]annot fork|Resource temporarily unavailable/);
    const filler = await copy.run(sh('cat /dev/zero > big'), signal);
    expect(filler.output).toContain('bytes on the disk');
    await copy.dispose();
  });

  it.runIf(level !== 'none')('keeps hostile commands in, and the checkout as it was', async (test) => {
    if (!(await isHere())) return test.skip();
    const before = fingerprint();
    const copy = await (await open()).open({ kind: 'commit', commit }, [], signal);
    process.env['PARITY_TEST_KEY'] = 'very-secret';
    const hostTmp = join(tmpdir(), `parity-hostile-${process.pid}`);
    const attacks = `
      echo x > ${hostTmp}; echo x > ${folder}/outside; echo x > "${process.env['HOME']}/parity-hostile"; echo x > /usr/hostile
      echo x > node_modules/.bin/tool; rm -rf node_modules/.bin; ln -s /etc/passwd link; ln -s / root
      git init -q . && git config core.hooksPath hooks
      cat "${process.env['HOME']}/.ssh/id_rsa" /etc/shadow; ls "${process.env['HOME']}"; env; cat /proc/1/environ
      kill -9 ${process.pid} ${process.ppid}; kill -9 -1
    `;
    const end = await copy.run(sh(attacks), signal);
    delete process.env['PARITY_TEST_KEY'];
    expect(end.output).not.toContain('very-secret');
    expect(end.output).not.toMatch(/root:\*/);
    expect(readdirSync(folder).sort()).toEqual(['checkout', 'temporary']);
    expect(readdirSync(tmpdir())).not.toContain(`parity-hostile-${process.pid}`);
    const online = await copy.run({ ...sh(''), argv: ['node', '-e', onlineScript] }, signal);
    expect(online.output).toBe('local ok\noutside ENETUNREACH\n');
    expect(await copy.files.read('link', signal)).toMatchObject({ kind: 'problem', problem: 'outside-workspace' });
    expect(await copy.files.read('root/etc/passwd', signal)).toMatchObject({ problem: 'outside-workspace' });
    await copy.dispose();
    expect(fingerprint()).toBe(before);
  });
});

it('gives copies that are opened side by side a home and a temporary folder of their own', async () => {
  workshop = await createWorkshop({ checkout, levels: ['none'], temporaryFolder }, signal);
  const { open } = workshop;
  const copies = await Promise.all(Array.from({ length: 4 }, () => open({ kind: 'commit', commit }, [], signal)));
  const ask: SandboxCommand = {
    argv: ['sh', '-c', 'echo "$HOME"; echo "$TMPDIR"'],
    directory: '.',
    environment: {},
    collect: [],
    timeoutMs: 20_000,
    outputBytes: 10_000,
  };
  const places = await Promise.all(copies.map((copy) => copy.run(ask, signal)));
  const paths = places.flatMap(({ output }) => output.trim().split('\n'));
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.length).toBeGreaterThanOrEqual(4);
});

it('is a repository with one commit of the task for commands, where tests speak of git', async () => {
  workshop = await createWorkshop({ checkout: undefined, levels: ['none'], temporaryFolder }, signal);
  const files = (test: string) => [
    { path: 'src/a.txt', text: 'base\n' },
    { path: '.gitattributes', text: '*.txt text eol=crlf\n' },
    { path: 'test/a.test.sh', text: test },
  ];
  const ask: SandboxCommand = {
    argv: ['sh', '-c', 'git status --porcelain; git log --format=%s --name-only; git show HEAD:src/a.txt; git fsck'],
    ...{ directory: '.', environment: {}, collect: [], timeoutMs: 20_000, outputBytes: 10_000 },
  };
  const asked = async (test: string): Promise<string> => {
    const copy = await (workshop as OwnWorkshop).open(
      { kind: 'files', files: files(test) },
      [{ path: 'src/a.txt', text: 'state\n' }],
      signal,
    );
    await copy.apply([{ path: '.support/report.mjs', text: 'ours' }], signal);
    const { output } = await copy.run(ask, signal);
    expect(await copy.changes(signal)).toEqual([{ path: '.support/report.mjs', text: 'ours' }]);
    await copy.dispose();
    return output;
  };
  const listed = 'Base\n\n.gitattributes\nsrc/a.txt\ntest/a.test.sh\nstate\n';
  expect(await asked('git status')).toBe(listed);
  // The next task of the folder has none of it.
  expect(await asked('true')).toContain('not a git repository');
  expect(await asked('git log')).toBe(listed);
});

it('ends what a command left, and not what runs in a copy beside it', async () => {
  workshop = await createWorkshop({ checkout: undefined, levels: ['none'], temporaryFolder }, signal);
  const { open } = workshop;
  const [left, right] = await Promise.all([1, 2].map(() => open({ kind: 'files', files: [] }, [], signal)));
  const sh = (script: string): SandboxCommand => ({
    argv: ['sh', '-c', script],
    ...{ directory: '.', environment: {}, collect: [], timeoutMs: 20_000, outputBytes: 10_000 },
  });
  // Each says what it is by a file in the other's folder, which nothing hides at this level.
  const waiting = left?.run(sh('touch begun; until test -e go; do sleep 0.02; done; echo whole'), signal);
  const name = `33.${process.pid}`;
  await right?.run(sh(`until test -e ../copy-1/begun; do sleep 0.02; done; setsid sleep ${name} &`), signal);
  expect(processesNamed(`sleep ${name}`)).toEqual([]);
  await left?.apply([{ path: 'go', text: '' }], signal);
  expect(await waiting).toMatchObject({ kind: 'exited', exitCode: 0, output: 'whole\n' });
  await Promise.all([left?.dispose(), right?.dispose()]);
});

describe('the repository of a copy, after those of other tasks', () => {
  const files = [
    { path: 'src/a.txt', text: 'solved\n' },
    { path: 'src/b.txt', text: 'b\n' },
    { path: 'x.log', text: 'log\n' },
    { path: 'test/a.test.sh', text: 'git status' },
  ];
  const everything =
    'git cat-file --batch-all-objects --batch-check="%(objecttype)" --buffer | sort | uniq -c | tr -s " "';
  const broken = { path: 'src/a.txt', text: 'broken\n' };
  const start = async () => {
    const { open } = (workshop = await createWorkshop(
      { checkout: undefined, levels: ['none'], temporaryFolder },
      signal,
    ));
    return (...edits: FileEdit[]) => open({ kind: 'files', files }, edits, signal);
  };
  const ask = async (copy: TaskCopy, script: string): Promise<string> => {
    const bounds = { directory: '.', environment: {}, collect: [], timeoutMs: 20_000, outputBytes: 10_000 };
    return (await copy.run({ argv: ['sh', '-c', `{ ${script}; } 2>&1`], ...bounds }, signal)).output;
  };

  it('has the state of its own task alone: no object tells what solves it', async () => {
    const open = await start();
    const solved = await open();
    expect(await ask(solved, `git status --short; git show HEAD:src/a.txt; git rev-list --all --count`)).toBe(
      'solved\n1\n',
    );
    await solved.dispose();
    const copy = await open(broken);
    expect(
      await ask(copy, `git status --short; git diff; git log --format=%s; git show HEAD:src/a.txt; git fsck`),
    ).toBe('Base\nbroken\n');
    // Root and two folders, and four files.
    expect(await ask(copy, everything)).toBe(' 4 blob\n 1 commit\n 3 tree\n');
    expect(await ask(copy, 'git cat-file --batch-all-objects --batch | grep -ac solved')).toBe('0\n');
    expect(await ask(copy, 'git config --list --show-origin | grep -v "file:.git/config"; ls .git/hooks')).toContain(
      'hooks',
    );
    expect(await ask(copy, 'echo more >> src/b.txt; git status --short; git diff --stat --format=')).toContain(
      ' M src/b.txt\n src/b.txt | 1 +\n',
    );
    await copy.dispose();
  });

  it('is whole, whatever was done to the one before it', async () => {
    const open = await start();
    const first = await open(broken);
    await ask(
      first,
      'chmod -R u+w .git; for each in $(find .git -type f); do echo x > $each; done; echo broken > src/b.txt; rm x.log',
    );
    await first.dispose();
    const second = await open();
    const whole = 'git fsck && git status --short && git show HEAD:src/a.txt HEAD:src/b.txt HEAD:x.log';
    expect(await ask(second, whole)).toBe('solved\nb\nlog\n');
    await ask(second, 'rm -rf .git');
    await second.dispose();
    const third = await open(broken);
    expect(await ask(third, whole)).toBe('broken\nb\nlog\n');
    await third.dispose();
  });

  it('is apart from that of a copy that is open at the same time', async () => {
    const open = await start();
    const [left, right] = await Promise.all([open(), open(broken)]);
    const commit = 'git -c user.name=t -c user.email=t@example.invalid commit -qam';
    const both = await Promise.all([
      ask(left, `echo left > src/b.txt; ${commit} Left; git log --format=%s; git show HEAD:src/a.txt`),
      ask(right, `echo right > src/b.txt; ${commit} Right; git log --format=%s; git show HEAD:src/a.txt`),
    ]);
    expect(both).toEqual(['Left\nBase\nsolved\n', 'Right\nBase\nbroken\n']);
    expect(
      await ask(left, 'git fsck; git status --short; git cat-file --batch-all-objects --batch | grep -ac right'),
    ).toBe('0\n');
    await Promise.all([left.dispose(), right.dispose()]);
  });

  it('has what its own rules leave in it', async () => {
    const open = await start();
    const listed = 'git ls-tree -r --name-only HEAD | tr "\\n" " "';
    const asked = async (...edits: FileEdit[]): Promise<string> => {
      const copy = await open(...edits);
      // What the harness brings is not in the commit, though it was in that of an earlier task.
      await copy.apply([{ path: 'hidden.txt', text: 'hidden' }], signal);
      const output = await ask(copy, listed);
      await copy.dispose();
      return output;
    };
    expect(await asked({ path: 'hidden.txt', text: 'known' })).toBe(
      'hidden.txt src/a.txt src/b.txt test/a.test.sh x.log ',
    );
    expect(await asked({ path: '.gitignore', text: '*.log' })).toBe('.gitignore src/a.txt src/b.txt test/a.test.sh ');
    expect(await asked({ path: 'src/b.txt', text: null })).toBe('src/a.txt test/a.test.sh x.log ');
  });
});

it('brings back what commands wrote at the globs, and nothing through links or from what was installed', async () => {
  workshop = await createWorkshop({ checkout, levels: ['none'], temporaryFolder }, signal);
  const copy = await workshop.open({ kind: 'commit', commit }, [], signal);
  const script = 'mkdir -p out/deep; echo 1 > out/1.json; echo 2 > out/deep/2.json; ln -s /etc away; echo 3 > 3.json';
  const collected = async (...collect: string[]): Promise<string[]> => {
    const bounds = { directory: '.', environment: {}, timeoutMs: 20_000, outputBytes: 10_000 };
    const end = await copy.run({ argv: ['sh', '-c', script], ...bounds, collect }, signal);
    return end.collected.map(({ path }) => path);
  };
  expect(await collected('out/1.json', 'out/*/2.json')).toEqual(['out/1.json', 'out/deep/2.json']);
  expect(await collected('*.json')).toEqual(['3.json', 'out/1.json', 'out/deep/2.json']);
  expect(await collected('out/**')).toEqual(['out/1.json', 'out/deep/2.json']);
  expect(await collected('away/passwd', 'nowhere/1', '../secret', 'node_modules/.bin/*')).toEqual([]);
  await copy.dispose();
});

it('removes what a killed harness left', async () => {
  const parent = join(folder, 'killed');
  mkdirSync(parent);
  const script = `
    import { createWorkshop } from ${JSON.stringify(join(import.meta.dirname, '../../../src/harness/workshop/createWorkshop.ts'))};
    const { signal } = new AbortController();
    const workshop = await createWorkshop({ checkout: undefined, levels: ['none'], temporaryFolder: ${JSON.stringify(parent)} }, signal);
    const copy = await workshop.open({ kind: 'files', files: [] }, [], signal);
    const command = { argv: ['sh', '-c', 'setsid sleep 47.${process.pid} & sleep 0.2; kill -9 $PPID; sleep 60'] };
    await copy.run({ ...command, directory: '.', environment: {}, collect: [], timeoutMs: 60000, outputBytes: 1000 }, signal);
  `;
  const file = join(folder, 'killed.mts');
  writeFileSync(file, script);
  const tsx = join(import.meta.dirname, '../../../node_modules/tsx/dist/cli.mjs');
  expect(() => execFileSync(process.execPath, [tsx, file], { stdio: 'ignore' })).toThrow();
  expect(processesNamed(`sleep 47.${process.pid}`)).toHaveLength(1);
  workshop = await createWorkshop({ checkout: undefined, levels: ['none'], temporaryFolder: parent }, signal);
  expect(processesNamed(`sleep 47.${process.pid}`)).toEqual([]);
  const [place = ''] = readdirSync(parent);
  expect(readdirSync(join(parent, place))).toHaveLength(1);
});

const onlineScript = `
  const net = require('node:net');
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    net.connect(server.address().port, '127.0.0.1', () => {
      console.log('local ok');
      net.connect(80, '192.0.2.1').on('error', (error) => { console.log('outside', error.code); process.exit(); });
    });
  });
`;

function makeCheckout(): string {
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(checkout, 'node_modules/.bin/tool'), '#!/bin/sh\necho installed\n');
  chmodSync(join(checkout, 'node_modules/.bin/tool'), 0o755);
  writeFileSync(join(checkout, 'a.txt'), '$Id$\n');
  writeFileSync(join(checkout, 'b.txt'), 'b\n');
  writeFileSync(join(checkout, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(checkout, '.gitignore'), '*.log\nnode_modules/\n');
  writeFileSync(join(checkout, '.gitattributes'), '*.txt filter=evil ident export-subst\na.txt export-ignore\n');
  symlinkSync('/etc', join(checkout, 'evil'));
  symlinkSync('a.txt', join(checkout, 'inside'));
  const git = (...words: string[]): string => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid'];
    return execFileSync('git', [...who, ...words], { cwd: checkout, encoding: 'utf8' }).trim();
  };
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'base');
  git('config', 'filter.evil.smudge', `touch ${folder}/filtered; cat`);
  git('config', 'filter.evil.clean', `touch ${folder}/filtered; cat`);
  writeFileSync(join(checkout, 'secret'), 'not committed');
  return git('rev-parse', 'HEAD');
}

/** Names, contents, times and modes of everything in the checkout: tree, index, configuration, references. */
function fingerprint(): string {
  return execFileSync(
    'sh',
    ['-c', 'find . -printf "%p %m %T@ %C@ %s\\n" | sort; find . -type f -exec sha256sum {} + | sort'],
    {
      cwd: checkout,
      encoding: 'utf8',
    },
  );
}
