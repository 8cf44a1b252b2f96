/** Every call of git goes through here: it reads, and runs nothing that the repository or its configuration names. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { abortError, throwIfAborted } from '../../base/appError.ts';
import { gitError } from './gitError.ts';

/** `folder`: where git looks for the repository, itself or above. */
export interface GitPlace {
  readonly folder: string;
  readonly program: string;
}

export type GitChild = ChildProcessByStdio<Writable, Readable, Readable>;

const nowhere = '/dev/null';

/** On top of what a command says for itself. Programs named in a configuration are replaced by none; see git-config(1). */
const safeSettings: readonly string[] = [
  `core.hooksPath=${nowhere}`,
  `core.attributesFile=${nowhere}`,
  'core.fsmonitor=false',
  'core.pager=',
  'core.sshCommand=false',
  'core.quotePath=false',
  'protocol.allow=never',
  'log.showSignature=false',
  'log.diffMerges=off',
  'gc.auto=0',
  'maintenance.auto=false',
];
const safeOptions = ['--no-pager', '--literal-pathspecs', ...safeSettings.flatMap((setting) => ['-c', setting])];

/**
 * The user's own configuration is still read: it names the folders of others that are safe to enter. Every GIT_ variable
 * of the parent is dropped (an editor's extension sets some), and messages are in English, as {@link gitError} reads them.
 */
function safeEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(GIT_|LC_|LANG)/i.test(name));
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

export function spawnGit({ folder, program }: GitPlace, command: readonly string[]): GitChild {
  return spawn(program, [...safeOptions, ...command], {
    cwd: folder,
    env: safeEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

const complaintBytes = 4000;

/** Resolves when the process has ended well; rejects with an `AppError` when it has not. Reads what it complains of. */
export function endOfGit(child: GitChild, folder: string): Promise<void> {
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < complaintBytes) complaint += text;
  });
  // Its end is seen by 'close'; a pipe that broke says no more.
  child.stdin.on('error', () => {});
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(gitError({ folder, complaint: '', cause })));
    child.on('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(gitError({ folder, complaint, cause: undefined }));
    });
  });
}

/** What git writes, piece by piece. When the caller stops early the process is ended: nothing more is computed. */
async function* gitOutput(place: GitPlace, command: readonly string[], signal: AbortSignal): AsyncGenerator<Buffer> {
  throwIfAborted(signal);
  const child = spawnGit(place, command);
  child.stdin.end();
  const end = endOfGit(child, place.folder);
  // It is awaited below, unless the caller stops first.
  end.catch(() => {});
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop);
  try {
    for await (const piece of child.stdout) yield piece as Buffer;
    if (signal.aborted) throw abortError();
    await end;
  } catch (error) {
    throw signal.aborted ? abortError() : error;
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill();
  }
}

/** Fields that end in NUL, as `-z` writes them. One longer than `maxFieldBytes` is cut there. */
export async function* gitFields(
  place: GitPlace,
  command: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  const hold = (piece: Buffer): void => {
    const kept = piece.subarray(0, Math.max(0, maxFieldBytes - heldBytes));
    if (kept.length > 0) pieces.push(kept);
    heldBytes += kept.length;
  };
  for await (const output of gitOutput(place, command, signal)) {
    let from = 0;
    for (let nul = output.indexOf(0); nul !== -1; nul = output.indexOf(0, from)) {
      hold(output.subarray(from, nul));
      yield pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
      pieces = [];
      heldBytes = 0;
      from = nul + 1;
    }
    hold(output.subarray(from));
  }
  if (heldBytes > 0) yield Buffer.concat(pieces);
}

/** A commit's message may be of any length. */
const maxFieldBytes = 1024 * 1024;

/** The whole output of a command that writes little, without the final line end. */
export async function gitText(place: GitPlace, command: readonly string[], signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of gitOutput(place, command, signal)) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
