import { access, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, isAppError } from '../../base/appError.ts';
import type { SourceHistory } from '../../benchmark/mining/sourceHistory.ts';
import { openFolderHistory } from '../folder/folderHistory.ts';
import { openGitHistory } from './gitHistory.ts';
import { saysNoRepository } from './gitError.ts';
import { type GitPlace, gitText } from './gitProcess.ts';

/** `--path-format` is the newest thing asked of it, of March 2021. */
const oldestGit = [2, 31] as const;

export interface OpenedHistory {
  readonly history: SourceHistory;
  /** The top of the repository, or the folder itself: what paths are relative to. */
  readonly root: string;
}

/**
 * The repository that `folder` lies in, or the folder alone when it lies in none or nothing is committed. Rejects with
 * `git-missing`, `git-too-old`, `git-unsafe-folder` or `git-failed`.
 */
export async function openHistory(folder: string, signal: AbortSignal, program = 'git'): Promise<OpenedHistory> {
  const path = await realpath(folder);
  if (!(await stat(path)).isDirectory()) throw new AppError('git-failed', { folder, detail: 'this is no folder' });
  // A folder outside of any repository needs no git.
  if (!(await liesInRepository(path))) return { history: await openFolderHistory(path, signal), root: path };
  await checkVersion({ folder: path, program }, signal);
  const root = await findRoot({ folder: path, program }, signal);
  const head = root === undefined ? undefined : await findHead({ folder: root, program }, signal);
  if (root === undefined || head === undefined) return { history: await openFolderHistory(path, signal), root: path };
  return { history: await openGitHistory({ folder: root, program }, head, signal), root };
}

async function liesInRepository(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    for (const mark of ['.git', 'HEAD']) if (await exists(join(folder, mark))) return true;
    if (dirname(folder) === folder) return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function checkVersion(place: GitPlace, signal: AbortSignal): Promise<void> {
  const found = await gitText(place, ['version'], signal);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(found) ?? [];
  if (Number(major) > oldestGit[0] || (Number(major) === oldestGit[0] && Number(minor) >= oldestGit[1])) return;
  throw new AppError('git-too-old', { found: found.replace(/^git version /, ''), needed: oldestGit.join('.') });
}

/** `undefined`: what looked like a repository is none. */
async function findRoot(place: GitPlace, signal: AbortSignal): Promise<string | undefined> {
  try {
    const isBare = (await gitText(place, ['rev-parse', '--is-bare-repository'], signal)) === 'true';
    return await realpath(
      await gitText(place, ['rev-parse', isBare ? '--absolute-git-dir' : '--show-toplevel'], signal),
    );
  } catch (error) {
    if (isAppError(error, 'git-failed') && saysNoRepository(error.data.detail)) return undefined;
    throw error;
  }
}

async function findHead(place: GitPlace, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await gitText(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal);
  } catch (error) {
    // Quiet: that there is no commit yet is said by the exit code alone.
    if (isAppError(error, 'git-failed')) return undefined;
    throw error;
  }
}
