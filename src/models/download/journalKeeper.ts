import type { Clock } from '../../base/clock.ts';
import { type FileProgress, type Journal, removeJournal, writeJournal } from './journal.ts';

export interface JournalKeeper {
  readonly journal: Journal;
  /** `sync` resolves when what `progress` calls good is on the disk. */
  note(path: string, progress: FileProgress, sync: () => Promise<void>): void;
  /** Forgets a file, and writes that down. */
  forget(path: string): Promise<void>;
  /** Writes the last state, which must be on the disk. */
  write(changes: { readonly isEnded: boolean }): Promise<void>;
  /** The download is finished. */
  remove(): Promise<void>;
}

/**
 * How much work a loss of power costs. The death of the process alone costs no more: but to tell the two apart, bytes
 * would have to be believed that were never seen to reach the disk.
 */
const intervalMs = 1_000;

/**
 * Keeps a download's journal on the disk, at most a second behind. The bytes go to the disk first (`fdatasync`), then
 * the journal that calls them good, so that it never claims what a loss of power took.
 */
export function keepJournal(root: string, initial: Journal, clock: Clock): JournalKeeper {
  let journal = initial;
  let lastMs = -Infinity;
  let writing: Promise<void> | undefined;

  return {
    get journal() {
      return journal;
    },
    note(path, progress, sync) {
      journal = { ...journal, files: { ...journal.files, [path]: progress } };
      if (writing !== undefined || clock.now() - lastMs < intervalMs) return;
      lastMs = clock.now();
      const noted = journal;
      writing = sync()
        .then(() => writeJournal(root, noted))
        // The next write, or that of the bytes themselves, fails for the same reason and is heard.
        .catch(() => {})
        .finally(() => {
          writing = undefined;
        });
    },
    async forget(path) {
      const { [path]: _, ...files } = journal.files;
      journal = { ...journal, files };
      await writing;
      await writeJournal(root, journal);
    },
    async write({ isEnded }) {
      journal = { ...journal, isEnded };
      await writing;
      await writeJournal(root, journal);
    },
    async remove() {
      // Else the write under way would bring it back.
      await writing;
      await removeJournal(root, journal.download.id);
    },
  };
}
