import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { throwIfAborted } from '../../base/appError.ts';
import { removeAll } from './placeFile.ts';

const execute = promisify(execFile);

/**
 * Nothing of the user's or the system's settings, no hooks, filters or watchers. Each file counts as a big one: those go
 * into one pack as they are, where a file for each would take ten times as long. See git(1) and git-config(1).
 */
const settings = {
  'core.autocrlf': 'false',
  'core.bigFileThreshold': '1',
  'core.compression': '0',
  'core.excludesFile': devNull,
  'core.fsmonitor': 'false',
  'core.fsync': 'none',
  'core.hooksPath': devNull,
  'commit.gpgSign': 'false',
  'gc.auto': '0',
  'init.defaultBranch': 'main',
  'init.templateDir': '',
  'pack.compression': '0',
  'user.email': 'benchmark@example.invalid',
  'user.name': 'Benchmark',
};

/** The same for everyone, so that nothing can be told from the commit. */
const date = '2000-01-01T00:00:00Z';

/**
 * Makes a copy a repository of its own, with one commit of what it holds now: a task's state, never what solves it.
 * Without git the copy stays none. `leftOut` are paths that the commit must not have.
 */
export async function makeFreshRepository(
  folder: string,
  leftOut: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const git = async (...words: string[]): Promise<void> => {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    await execute('git', [...options, ...words], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_GLOBAL: devNull,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_CEILING_DIRECTORIES: join(folder, '..'),
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
      signal,
      windowsHide: true,
    });
  };
  try {
    await git('init', '--quiet');
    mkdirSync(join(folder, '.git', 'info'), { recursive: true });
    writeFileSync(join(folder, '.git', 'info', 'exclude'), [...leftOut].map((path) => `/${path}\n`).join(''));
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Base');
  } catch {
    throwIfAborted(signal);
    removeAll(join(folder, '.git'));
  }
}
