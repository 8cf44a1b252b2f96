/** Mines the repository of its argument, all of it, and prints a `MiningMeasure`: see mining.ts. */
import { systemClock } from '../../src/base/clock.ts';
import { mine, standardLimits } from '../../src/benchmark/mining/mine.ts';
import { openHistory } from '../../src/harness/git/openHistory.ts';
import { createSyntax } from '../../src/harness/syntax/createSyntax.ts';
import type { MiningMeasure } from './mining.ts';

const { signal } = new AbortController();
const { history } = await openHistory(process.argv[2] ?? '.', signal);
const started = performance.now();
let historyMs = 0;
const unlimited = Number.POSITIVE_INFINITY;
const request = {
  ...{ history, syntax: createSyntax(), seed: 'bench', since: null, directory: '.', fileMiners: [] },
  limits: { ...standardLimits, maxMs: unlimited, maxCandidates: unlimited },
  isEnough: () => false,
};
for await (const event of mine(request, systemClock, signal)) {
  if (event.kind === 'progress' && event.step === 'commits') historyMs = performance.now() - started;
  if (event.kind !== 'finished') continue;
  const { fileCount, commitCount, found, endedEarly } = event.summary;
  const measure: MiningMeasure = {
    files: fileCount,
    commits: commitCount,
    historyMs,
    totalMs: performance.now() - started,
    // In kibibytes, on each system; see getrusage(2) and Node's documentation.
    peakBytes: process.resourceUsage().maxRSS * 1024,
    endedEarly,
    found,
  };
  console.log(JSON.stringify(measure));
}
await history.dispose();
