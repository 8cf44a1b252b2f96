/** What admission has decided, kept so that an admission that was stopped goes on where it was. `harness` keeps it in a file. */
import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import type { StateTests } from '../grading/runState.ts';
import { taskSchema } from '../task.ts';
import type { Admission } from './admit.ts';
import { rejectionReasons } from './rejection.ts';

/** Raised when the same candidate may be decided on in another way. */
const admissionVersion = 1;

export const admissionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('admitted'), task: taskSchema, flakyTests: z.int().min(0) }),
  z.strictObject({ kind: z.literal('rejected'), reason: z.enum(rejectionReasons), detail: z.string() }),
]);

export interface AdmissionJournal {
  get(key: string): Admission | undefined;
  /** Resolves when it is kept for good. */
  put(key: string, admission: Admission): Promise<void>;
}

/** SHA-256 of everything that the decision depends on, save the machine. */
export async function admissionKey(
  { draft }: Candidate,
  tests: Omit<StateTests, 'timeoutMs'>,
  goldTimeoutMs: number,
): Promise<string> {
  return sha256(canonicalJson({ admissionVersion, draft, tests, goldTimeoutMs }));
}

/** Reasons that lie in this machine's state and may be gone the next time: they are not kept. */
export function isLasting(admission: Admission): boolean {
  return (
    admission.kind === 'admitted' || (admission.reason !== 'tests-not-started' && admission.reason !== 'base-missing')
  );
}
