import type { Candidate } from '../candidate.ts';
import type { TaskFamily } from '../task.ts';
import type { MinedFile } from './minedFile.ts';

/** Makes the candidates of one family that come from one file alone, such as functions without their body. */
export interface FileMiner {
  readonly family: TaskFamily;
  /** The same for the same file and seed. `reject` gets a reason for each that was turned away. */
  mine(file: MinedFile, seed: string, reject: (reason: string) => void): Iterable<Candidate>;
}
