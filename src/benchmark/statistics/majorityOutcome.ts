/**
 * One outcome of several samples of a task: solved when more than half of them are. A tie is no majority and counts as
 * not solved, for one model as for the other. Samples that the infrastructure spoiled are not among `samples`; when none
 * is left, nothing is known: `null`, and the task takes no part in the comparison.
 */
export function majorityOutcome(samples: readonly boolean[]): boolean | null {
  if (samples.length === 0) return null;
  return samples.filter(Boolean).length * 2 > samples.length;
}
