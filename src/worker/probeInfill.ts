import { isAbort, throwIfAborted } from '../base/appError.ts';
import type { InfillRequest, InfillResult } from '../engine/engine.ts';
import type { InfillOrder, InfillProbe } from '../engine/infillAbility.ts';
import { type ProbeHole, isFilled, probeHoles } from './probeHoles.ts';

export type ProbeInfill = (
  request: InfillRequest,
  order: InfillOrder,
  signal: AbortSignal,
) => Promise<Pick<InfillResult, 'text' | 'usage'>>;

export interface ProbeOutcome {
  readonly probe: InfillProbe;
  /** There was time for every hole: the result holds for the next load too. */
  readonly isComplete: boolean;
}

/** A large model on a slow processor gets no further than its first holes, which has to do. */
const probeMs = 20_000;
const answerTokens = 8;

/**
 * Lets the model fill holes whose filling is beyond doubt, in the order of its training first. The other order is tried
 * when that one leaves a hole unfilled, and must do better to be chosen: typing would be cheaper in it, but a
 * suggestion that is worse costs more.
 */
export async function probeInfill(
  infill: ProbeInfill,
  signal: AbortSignal,
  patienceMs = probeMs,
): Promise<ProbeOutcome> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const usual = await fillAll(infill, 'prefix-suffix-middle', end);
  throwIfAborted(signal);
  if (!usual.isComplete || usual.probe.passed === usual.probe.total) return usual;
  const other = await fillAll(infill, 'suffix-prefix-middle', end);
  throwIfAborted(signal);
  const best = other.isComplete && other.probe.passed > usual.probe.passed ? other.probe : usual.probe;
  const evaluatedTokens = usual.probe.evaluatedTokens + other.probe.evaluatedTokens;
  return { probe: { ...best, evaluatedTokens }, isComplete: other.isComplete };
}

/** Half of the holes, of those there was time for. Chance fills none. */
export function passesProbe({ passed, total }: InfillProbe): boolean {
  return 2 * passed >= total;
}

async function fillAll(infill: ProbeInfill, order: InfillOrder, signal: AbortSignal): Promise<ProbeOutcome> {
  let passed = 0;
  let total = 0;
  let evaluatedTokens = 0;
  const outcome = (isComplete: boolean): ProbeOutcome => ({
    probe: { order, passed, total, evaluatedTokens },
    isComplete,
  });
  for (const hole of probeHoles) {
    try {
      const { text, usage } = await infill(requestFor(hole), order, signal);
      total += 1;
      evaluatedTokens += usage.evaluatedTokens;
      if (isFilled(hole, text)) passed += 1;
    } catch (error) {
      if (signal.aborted && isAbort(error)) return outcome(false);
      throw error;
    }
  }
  return outcome(true);
}

function requestFor({ path, prefix, suffix }: ProbeHole): InfillRequest {
  return {
    repository: 'probe',
    contextFiles: [],
    path,
    prefix,
    suffix,
    stop: { kind: 'line' },
    maxTokens: answerTokens,
  };
}
