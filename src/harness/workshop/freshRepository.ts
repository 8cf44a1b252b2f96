/**
 * Repositories of their own for copies whose commands may ask Git.
 *
 * What is behind them is made once: a store outside of all copies keeps the objects of every copy that was made a
 * repository, and beside each copy's folder stays the index that Git last had of it, so that only what has changed since
 * is read again. A copy gets one pack of what its commit reaches and nothing else: the store knows what solves a task.
 * Each copy has its own files, for what a command does to them must not reach another.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { throwIfAborted } from '../../base/appError.ts';
import { killTree } from '../sandbox/processTree.ts';
import { removeAll } from './placeFile.ts';

/** Nothing of the user's or the system's settings, no hooks, filters, watchers or upkeep. See git(1) and git-config(1). */
const settings = {
  'core.autocrlf': 'false',
  'core.compression': '1',
  'core.excludesFile': devNull,
  'core.fsmonitor': 'false',
  'core.fsync': 'none',
  'core.hooksPath': devNull,
  'gc.auto': '0',
  'init.defaultBranch': 'main',
  'init.templateDir': '',
  'maintenance.auto': 'false',
  'pack.compression': '1',
  'pack.threads': '1',
  'user.email': 'benchmark@example.invalid',
  'user.name': 'Benchmark',
};

/**
 * Shell, as Git runs it for an alias on every system: processes cost less there than from here. What the index of an earlier
 * task has and this one leaves out goes first, for what Git knows it never ignores. In a new index each file counts as a big
 * one: those go into one pack as they come, where a file for each would take ten times as long.
 */
const steps = {
  forget:
    'git ls-files -z --cached --ignored --exclude-standard | git update-index --force-remove -z --stdin && git add --all',
  begin: 'git -c core.bigFileThreshold=1 add --all',
  // `git commit` would look at each file once more.
  commit:
    'tree=$(git write-tree) && commit=$(git commit-tree -m Base "$tree") && git update-ref -m "commit (initial): Base" HEAD "$commit"',
  pack: 'git pack-objects --all --window=0 --quiet',
};

/** The same for everyone, so that nothing can be told from the commit. */
const date = '2000-01-01T00:00:00Z';

/**
 * Makes a copy a repository of its own, with one commit of what it holds now: a task's state, never what solves it.
 * Without git the copy stays none. `leftOut` are paths that the commit must not have. One call at a time for a folder.
 */
export type MakeRepository = (folder: string, leftOut: Iterable<string>, signal: AbortSignal) => Promise<void>;

/** `storeFolder` is made at the first need, and goes with the folder that it lies in. */
export function createFreshRepositories(storeFolder: string): MakeRepository {
  const store = join(storeFolder, '.git');

  async function make(folder: string, leftOut: Iterable<string>, signal: AbortSignal): Promise<void> {
    const own = join(folder, '.git');
    const index = `${folder}.index`;
    const isKnown = existsSync(index);
    const objects = join(store, 'objects');
    if (!existsSync(join(store, 'HEAD'))) await makeStore(signal);
    // Of a call that was ended.
    removeAll(`${index}.lock`);
    for (const name of ['info', 'logs', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
      mkdirSync(join(own, name), { recursive: true });
    for (const name of ['HEAD', 'config']) copyFileSync(join(store, name), join(own, name));
    writeFileSync(join(own, 'info', 'exclude'), [...leftOut].map((path) => `/${path}\n`).join(''));
    const environment = {
      ...{ GIT_DIR: own, GIT_WORK_TREE: folder, GIT_INDEX_FILE: index },
      GIT_OBJECT_DIRECTORY: objects,
    };
    const script = [isKnown ? steps.forget : steps.begin, steps.commit, steps.pack].join(' && ');
    const words = ['-c', `alias.make-base=!${script}`, 'make-base', join(own, 'objects', 'pack', 'pack')];
    await runGit({ folder, words, environment }, signal);
    copyFileSync(index, join(own, 'index'));
    if (!isKnown) keepPack(join(own, 'objects', 'pack'), join(objects, 'pack'));
  }

  /** Under its name it is whole: copies may be made side by side. */
  async function makeStore(signal: AbortSignal): Promise<void> {
    const folder = await mkdtemp(`${storeFolder}-`);
    await runGit({ folder, words: ['init', '--quiet'], environment: {} }, signal);
    try {
      renameSync(folder, storeFolder);
    } catch (error) {
      removeAll(folder);
      if (!existsSync(join(store, 'HEAD'))) throw error;
    }
  }

  return async (folder, leftOut, signal) => {
    try {
      await make(folder, leftOut, signal);
    } catch {
      removeAll(join(folder, '.git'));
      removeAll(`${folder}.index`);
      throwIfAborted(signal);
    }
  };
}

/** Its folders lie in the store as a file each, which take longer to read. A pack is seen by its index, so that comes last. */
function keepPack(from: string, to: string): void {
  for (const name of readdirSync(from).toSorted().toReversed()) copyFileSync(join(from, name), join(to, name));
}

interface GitCall {
  readonly folder: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

async function runGit({ folder, words, environment }: GitCall, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn('git', [...options, ...words], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: devNull,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_CEILING_DIRECTORIES: dirname(folder),
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      ...environment,
    },
    stdio: 'ignore',
    // A group of its own, which ends as one.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const stop = (): void => killTree(child);
  signal.addEventListener('abort', stop);
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    if (exitCode !== 0) throw new Error(`git ended with ${exitCode}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
