import type { Candidate } from '../candidate.ts';
import type { Workshop } from '../workshop.ts';
import { admissionKey, type AdmissionJournal, isLasting } from './admissionJournal.ts';
import { type Admission, type AdmissionStep, admit } from './admit.ts';
import { chooseTests, type TestSources } from './chooseTests.ts';

export interface AdmitAllRequest {
  readonly candidates: AsyncIterable<Candidate> | Iterable<Candidate>;
  readonly workshop: Workshop;
  /** Of the candidate's base with its hidden files. */
  readonly sourcesFor: (candidate: Candidate, signal: AbortSignal) => Promise<TestSources>;
  readonly journal: AdmissionJournal;
  readonly goldTimeoutMs: number;
  readonly onStep?: (candidate: Candidate, step: AdmissionStep) => void;
}

export interface AdmittedCandidate {
  readonly candidate: Candidate;
  readonly admission: Admission;
  /** Decided on before, and not again. */
  readonly isFromJournal: boolean;
}

/**
 * Decides on candidates one after another, in their order; what is decided is in the journal before it comes out. The
 * consumer stops when it has enough. An infill candidate that is rejected may still be a task without tests.
 */
export async function* admitAll(request: AdmitAllRequest, signal: AbortSignal): AsyncGenerator<AdmittedCandidate> {
  const { candidates, workshop, sourcesFor, journal, goldTimeoutMs, onStep } = request;
  for await (const candidate of candidates) {
    signal.throwIfAborted();
    const sources = await sourcesFor(candidate, signal);
    const chosen = chooseTests(candidate, sources);
    const key = typeof chosen === 'string' ? undefined : await admissionKey(candidate, chosen, goldTimeoutMs);
    const known = key === undefined ? undefined : journal.get(key);
    if (known !== undefined) {
      yield { candidate, admission: known, isFromJournal: true };
      continue;
    }
    const admission = await admit(
      { candidate, workshop, sources, goldTimeoutMs, onStep: (step) => onStep?.(candidate, step) },
      signal,
    );
    if (key !== undefined && isLasting(admission)) await journal.put(key, admission);
    yield { candidate, admission, isFromJournal: false };
  }
}
