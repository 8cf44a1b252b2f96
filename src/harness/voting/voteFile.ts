import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type KeptVotes, readVotes } from '../../benchmark/voting/readVotes.ts';
import type { VoteLine } from '../../benchmark/voting/voteLine.ts';

/** Pairs and votes of this user. Several windows may add to the file at once: each line is one write at its end. */
export interface VoteFile {
  /** Absolute. */
  readonly path: string;
  /** Nothing where there is no file. */
  read(): Promise<KeptVotes>;
  append(line: VoteLine): Promise<void>;
  delete(): Promise<void>;
}

export function voteFile(path: string): VoteFile {
  return {
    path,
    async read() {
      return readVotes(await textOf(path));
    },
    async append(line) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // It begins a line of its own whatever a crash has left at the end.
      await appendFile(path, `\n${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    },
    delete: () => rm(path, { force: true }),
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
