/**
 * Repositories of their own for copies whose commands may ask Git.
 *
 * What is behind them is made once: a store outside of all copies keeps the objects of every copy that was made a
 * repository, and beside each copy's folder stays the index that Git last had of it, so that only what has changed since
 * is read again. A copy gets one pack of what its commit reaches and nothing else: the store knows what solves a task.
 * Each copy has its own files, for what a command does to them must not reach another.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { throwIfAborted } from '../../base/appError.ts';
import { removeAll } from './placeFile.ts';

const execute = promisify(execFile);

/** Nothing of the user's or the system's settings, no hooks, filters, watchers or upkeep. See git(1) and git-config(1). */
const settings = {
  'core.autocrlf': 'false',
  'core.compression': '1',
  'core.excludesFile': devNull,
  'core.fsmonitor': 'false',
  'core.fsync': 'none',
  'core.hooksPath': devNull,
  'commit.gpgSign': 'false',
  'gc.auto': '0',
  'init.defaultBranch': 'main',
  'init.templateDir': '',
  'maintenance.auto': 'false',
  'pack.compression': '1',
  'pack.threads': '1',
  'user.email': 'benchmark@example.invalid',
  'user.name': 'Benchmark',
};

/** Each file counts as a big one: those go into one pack as they come, where a file for each would take ten times as long. */
const manyFiles = ['-c', 'core.bigFileThreshold=1'];

const maxListBytes = 256 * 1024 * 1024;

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
    const environment = { GIT_DIR: own, GIT_WORK_TREE: folder, GIT_INDEX_FILE: index };
    const git: Git = (words, input) =>
      runGit(
        { folder, words, input, environment: { ...environment, GIT_OBJECT_DIRECTORY: join(store, 'objects') } },
        signal,
      );
    if (!existsSync(join(store, 'HEAD'))) await makeStore(signal);
    // Of a call that was ended.
    removeAll(`${index}.lock`);
    for (const name of ['info', 'logs', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
      mkdirSync(join(own, name), { recursive: true });
    for (const name of ['HEAD', 'config']) copyFileSync(join(store, name), join(own, name));
    writeFileSync(join(own, 'info', 'exclude'), [...leftOut].map((path) => `/${path}\n`).join(''));
    if (isKnown) await forgetIgnored(git);
    await git([...(isKnown ? [] : manyFiles), 'add', '--all']);
    await git(['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Base']);
    await git(['pack-objects', '--all', '--window=0', '--quiet', join(own, 'objects', 'pack', 'pack')]);
    copyFileSync(index, join(own, 'index'));
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

/** What the index of an earlier task has and this one leaves out: what Git knows, it never ignores. */
async function forgetIgnored(git: Git): Promise<void> {
  const paths = await git(['ls-files', '-z', '--cached', '--ignored', '--exclude-standard']);
  if (paths.length > 0) await git(['update-index', '--force-remove', '-z', '--stdin'], paths);
}

type Git = (words: readonly string[], input?: Buffer) => Promise<Buffer>;

interface GitCall {
  readonly folder: string;
  readonly words: readonly string[];
  readonly input?: Buffer | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

async function runGit({ folder, words, input, environment }: GitCall, signal: AbortSignal): Promise<Buffer> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const called = execute('git', [...options, ...words], {
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
    encoding: 'buffer',
    maxBuffer: maxListBytes,
    signal,
    windowsHide: true,
  });
  called.child.stdin?.on('error', () => {}).end(input);
  return (await called).stdout;
}
