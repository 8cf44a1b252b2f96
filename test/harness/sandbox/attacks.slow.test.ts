/** What repositories and models may try, each in every sandbox that works here. No attack of these harms a machine that lets it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CommandOutcome, TaskCopy } from '../../../src/benchmark/workshop.ts';
import { createWorkshop, type OwnWorkshop } from '../../../src/harness/workshop/createWorkshop.ts';
import { processesNamed } from './processesNamed.ts';
import { atLevel, isLevelHere, type TestLevel, testLevels } from './testLevels.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'parity-attacks-'));
const marker = join(folder, 'marker');
const checkout = makeCheckout();
const working: TestLevel[] = [];
for (const level of testLevels) if (await isLevelHere(level, folder)) working.push(level);

let workshop: OwnWorkshop | undefined;
afterEach(async () => workshop?.dispose());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(testLevels)('at level %s', (level) => {
  const open = async (from: string | undefined, limits = {}): Promise<OwnWorkshop> => {
    workshop = await createWorkshop({ checkout: from, ...atLevel(level), temporaryFolder: folder, limits }, signal);
    return workshop;
  };
  const isMissing = !working.includes(level);

  it.skipIf(isMissing)('takes none of the programs that build the sandbox from where commands write', async () => {
    const copy = await (await open(undefined)).open({ kind: 'files', files: [] }, [], signal);
    await sh(
      copy,
      `mkdir -p node_modules/.bin && cd node_modules/.bin
      for name in mount umount setpriv unshare env sh ip perl mkdir bwrap; do
        printf '#!/bin/sh\\necho %s >> "${copy.root}/planted"\\n' "$name" > "$name"; chmod +x "$name"
      done`,
    );
    const end = await run(copy, ['true']);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 });
    const told = await run(copy, ['/bin/sh', '-c', 'cat planted; ls node_modules/.bin/mount']);
    expect(told.output).toMatch(/^cat: .*planted.*\nnode_modules\/\.bin\/mount\n$/);
  });

  it.skipIf(isMissing)('never runs more processes than it may, and ends them all', async () => {
    const limit = 60;
    const copy = await (await open(undefined, { processes: limit })).open({ kind: 'files', files: [] }, [], signal);
    const isLimited =
      workshop?.sandbox.shortfall?.includes('counted') !== true && workshop?.sandbox.processes === limit;
    // Each says once that it ran: 150 at most, ever.
    const name = `53.${process.pid}${level.length}`;
    const bomb = `for i in $(seq 150); do (echo $i >> ran; exec sleep ${name}) & done; wait`;
    const end = await sh(copy, bomb);
    expect(end.exitCode).not.toBe(0);
    const ran = await sh(copy, 'wc -l < ran');
    if (isLimited) expect(Number(ran.output)).toBeLessThan(limit);
    expect(processesNamed(`sleep ${name}`)).toEqual([]);
  });

  it.skipIf(isMissing)('runs neither hooks nor watchers of the checkout, nor those that a command plants', async () => {
    const from = await open(checkout.path);
    const copy = await from.open({ kind: 'commit', commit: checkout.commit }, [], signal);
    const plant = `git init -q .; git config core.fsmonitor "touch ${marker}; false"; git config core.hooksPath hooks
      mkdir -p hooks; for hook in post-index-change post-commit pre-commit post-checkout reference-transaction; do
        printf '#!/bin/sh\\ntouch "${marker}"\\n' > hooks/$hook; chmod +x hooks/$hook; done`;
    await sh(copy, plant);
    await copy.changes(signal);
    await copy.dispose();
    const next = await from.open({ kind: 'commit', commit: checkout.commit }, [], signal);
    expect((await sh(next, 'ls hooks 2>&1; git config core.fsmonitor')).output).not.toMatch(/post-commit|touch/);
    expect(existsSync(marker)).toBe(false);
  });

  it.skipIf(isMissing)(
    'gives tests that speak of git a repository with one commit and nothing of the history',
    async () => {
      const from = await open(checkout.path);
      const setup = [{ path: 'answer.js', text: 'broken\n' }];
      const copy = await from.open({ kind: 'commit', commit: checkout.commit }, setup, signal);
      const told = await sh(
        copy,
        'git rev-list --all --count; git status --short; git show HEAD:answer.js; git cat-file --batch-all-objects --batch',
      );
      expect(told.output).toMatch(/^1\nbroken\n/);
      expect(told.output).not.toMatch(/right|older/);
      await sh(copy, 'echo new > new.js; git add new.js; git commit -qm new');
      expect(await copy.changes(signal)).toEqual([{ path: 'new.js', text: 'new\n' }]);
      await copy.dispose();
      const next = await from.open({ kind: 'commit', commit: checkout.commit }, [], signal);
      expect((await sh(next, 'git rev-list --all --count; git show HEAD:answer.js')).output).toBe('1\nright\n');
    },
  );

  it.skipIf(isMissing || level === 'none')('keeps scripts of packages in', async () => {
    const copy = await (await open(checkout.path)).open({ kind: 'commit', commit: checkout.commit }, [], signal);
    const end = await sh(copy, 'npm run --silent attack; npm install --silent 2>&1; ls installed');
    expect(end.output).toContain('tried');
    expect(existsSync(marker)).toBe(false);
    expect(readFileSync(join(checkout.path, 'node_modules/third/index.js'), 'utf8')).toBe('third\n');
  });

  it.skipIf(isMissing)('does not let tests write into packages of the checkout itself', async () => {
    const copy = await (await open(checkout.path)).open({ kind: 'commit', commit: checkout.commit }, [], signal);
    const end = await sh(
      copy,
      'cat node_modules/third/index.js node_modules/own/index.js; echo written > node_modules/own/index.js; cat packages/own/index.js',
    );
    expect(end.output).toBe('third\nown\nwritten\n');
    expect(readFileSync(join(checkout.path, 'packages/own/index.js'), 'utf8')).toBe('own\n');
  });

  it.skipIf(isMissing)('ends what runs in open copies when it is disposed', async () => {
    const from = await open(undefined);
    const copy = await from.open({ kind: 'files', files: [] }, [], signal);
    const name = `59.${process.pid}${level.length}`;
    const running = expect(sh(copy, `sleep ${name}`)).rejects.toThrow();
    await until(() => processesNamed(`sleep ${name}`).length > 0);
    await from.dispose();
    expect(processesNamed(`sleep ${name}`)).toEqual([]);
    await running;
    await copy.dispose();
  });
});

function makeCheckout(): { path: string; commit: string } {
  const path = join(folder, 'checkout');
  const put = (name: string, text: string): void => {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  put('packages/own/index.js', 'own\n');
  put('packages/own/package.json', '{"name":"own"}');
  put('test/history.test.js', "execFileSync('git', ['status']);\n");
  put('answer.js', 'older\n');
  put('.gitignore', 'node_modules\n');
  const attack = `touch ${marker}; echo x > ${path}/answer.js; echo x > node_modules/third/index.js; echo tried`;
  put(
    'package.json',
    JSON.stringify({ name: 'x', scripts: { attack, preinstall: 'touch installed', prepare: attack } }),
  );
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
      cwd: path,
      encoding: 'utf8',
    }).trim();
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'older');
  put('answer.js', 'right\n');
  git('commit', '-qam', 'right');
  put('node_modules/third/index.js', 'third\n');
  symlinkSync('../packages/own', join(path, 'node_modules/own'));
  for (const hook of ['post-index-change', 'post-checkout', 'pre-commit', 'reference-transaction']) {
    const file = join(path, '.git/hooks', hook);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `#!/bin/sh\ntouch "${marker}"\n`, { mode: 0o755 });
  }
  const commit = git('rev-parse', 'HEAD');
  git('config', 'core.fsmonitor', `touch ${marker}; false`);
  return { path, commit };
}

function run(copy: TaskCopy, argv: [string, ...string[]]): Promise<CommandOutcome> {
  const bounds = { directory: '.', environment: {}, collect: [], timeoutMs: 20_000, outputBytes: 10_000 };
  return copy.run({ argv, ...bounds }, signal);
}

function sh(copy: TaskCopy, script: string): Promise<CommandOutcome> {
  return run(copy, ['sh', '-c', script]);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
