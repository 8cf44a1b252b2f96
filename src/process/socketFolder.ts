import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SharingProblem } from './sharingProblem.ts';

/** A path of a Unix socket ends in 108 bytes on Linux and 104 on macOS, the last one a zero. */
const longestAddress = 103;

/**
 * A folder that only this user can look into, the same one for every window. Throws `SharingProblem`. `environment` is
 * where `XDG_RUNTIME_DIR` is read from: the folder a system gives each user for this, in memory and gone at log-out.
 */
export function openSocketFolder(environment: NodeJS.ProcessEnv): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const candidates = [
    ...(runtime === undefined || runtime === '' ? [] : [join(runtime, 'parity')]),
    join(tmpdir(), `parity-${userName()}`),
  ];
  let problem: unknown;
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      refuseOthers(folder);
      return folder;
    } catch (error) {
      problem = error;
    }
  }
  if (problem instanceof SharingProblem) throw problem;
  throw new SharingProblem(`no folder for sockets can be made (${messageOf(problem)})`, { cause: problem });
}

/** In a shared temporary folder anybody may have made it first. */
function refuseOthers(folder: string): void {
  const status = lstatSync(folder);
  if (!status.isDirectory()) throw new SharingProblem(`${folder} is not a folder`);
  if (process.platform === 'win32') return;
  if (status.uid !== process.getuid?.()) throw new SharingProblem(`${folder} belongs to another user`);
  if ((status.mode & 0o077) !== 0) throw new SharingProblem(`${folder} is open to other users`);
}

function userName(): string {
  const uid = process.getuid?.();
  if (uid !== undefined) return String(uid);
  return createHash('sha256').update(userInfo().username).digest('hex').slice(0, 8);
}

/**
 * Where the engine of this key listens. Each life of it has a number, one more than the last one that left a socket
 * behind: a dead socket is never taken away to make room for a living one, so nobody can take away the wrong one. A pipe
 * of Windows vanishes with its process and needs no number. Throws `SharingProblem`.
 */
export function socketAddress(folder: string, key: string, number: number): string {
  if (process.platform === 'win32') {
    const place = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 16);
    return `\\\\.\\pipe\\parity-${place}-${key}`;
  }
  const address = join(folder, `${key}.${number}.sock`);
  if (Buffer.byteLength(address) > longestAddress) throw new SharingProblem(`the path ${address} is too long`);
  return address;
}

export interface FoundSocket {
  readonly key: string;
  readonly number: number;
}

/** What is in the folder, dead or alive; the newest life of each key first. */
export function foundSockets(folder: string): readonly FoundSocket[] {
  const found = readdirSync(folder).flatMap((name) => {
    const [, key, number] = /^([0-9a-f]+)\.(\d+)\.sock$/.exec(name) ?? [];
    return key === undefined ? [] : [{ key, number: Number(number) }];
  });
  return found.sort((a, b) => b.number - a.number);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
