import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SharingProblem } from './sharingProblem.ts';

/**
 * The secret that windows and engines of this user know each other by, made by whoever needs it first. It never crosses
 * a socket. Throws `SharingProblem`.
 */
export function readAccessToken(folder: string): string {
  const path = join(folder, 'token');
  try {
    return existing(path) ?? create(path);
  } catch (cause) {
    if (cause instanceof SharingProblem) throw cause;
    throw new SharingProblem(`the token of ${folder} cannot be read or written`, { cause });
  }
}

function existing(path: string): string | undefined {
  try {
    const token = readFileSync(path, 'latin1');
    if (!/^[0-9a-f]{64}$/.test(token)) throw new SharingProblem(`${path} is not a token`);
    return token;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole from the first moment on, and only once, however many try at the same time. */
function create(path: string): string {
  const token = randomBytes(32).toString('hex');
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, token, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    return token;
  } catch (error) {
    const other = existing(path);
    if (other === undefined) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}
