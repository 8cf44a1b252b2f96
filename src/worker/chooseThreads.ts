import os from 'node:os';

/** What the user asked for, else what the model is known to like, else what the machine can spare. */
export function chooseThreads(
  wanted: number,
  preferred: number | undefined,
  available: number = os.availableParallelism(),
): number {
  if (wanted > 0) return Math.min(wanted, available);
  if (preferred !== undefined) return Math.min(preferred, available);
  return spareThreads(available);
}

/**
 * llama.cpp's threads meet after each operation and wait for each other at work, so one that has to share its core holds
 * up all of them. So one core stays free for the editor and what else runs: on two cores that other programs were using,
 * two threads read a prompt at 0.23 and wrote at 0.13 times the speed of one, and with one more program 0.37 and 0.16
 * times (`npm run bench:threads`, 0.8B shape). Hyper-threads do not help matrix arithmetic: most machines with more than
 * four logical cores have two per core, and there half of them stay free.
 */
function spareThreads(available: number): number {
  return available > 4 ? Math.ceil(available / 2) : Math.max(1, available - 1);
}
