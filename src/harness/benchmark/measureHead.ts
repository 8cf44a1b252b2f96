import { systemClock } from '../../base/clock.ts';
import { callMap } from '../../benchmark/coverage/callMap.ts';
import { measureCalls } from '../../benchmark/coverage/measureCalls.ts';
import type { TaskBase } from '../../benchmark/task.ts';
import type { TestSuite } from '../../benchmark/testing/runnerSetup.ts';
import type { Workshop } from '../../benchmark/workshop.ts';
import type { PreparationFile } from './preparationFile.ts';
import { type HeadTests, suitesOf } from './testSources.ts';

export interface HeadMeasurement {
  readonly workshop: Workshop;
  readonly base: TaskBase;
  readonly kept: PreparationFile;
  readonly seed: string;
  /** Test files that are measured before the others. */
  readonly first: ReadonlySet<string>;
  readonly budgetMs: number;
  readonly onFile: (done: number, total: number) => void;
  /** Not one test file could be started: something is missing on this machine. Told once, of the first. */
  readonly onNothingStarts: (file: string, output: string) => void;
}

const maxFiles = 2000;
const fileTimeoutMs = 60_000;

/** The test suites of the base, and which of their files call what: within the budget, and as far as it is not known. */
export async function measureHead(request: HeadMeasurement, signal: AbortSignal): Promise<HeadTests> {
  const { workshop, base, kept, seed, first, budgetMs, onFile, onNothingStarts } = request;
  const key = baseKey(base);
  const suites = await suitesOf(workshop, base, [], signal);
  const known = kept.callsOf(key);
  if (!kept.isMeasured(key)) {
    const unknown = only(suites, (file) => !known.has(file));
    const total = countFiles(suites);
    let done = total - countFiles(unknown);
    const started = systemClock.now();
    const unstarted: { readonly file: string; readonly output: string }[] = [];
    let tried = 0;
    for (const isFirst of [true, false]) {
      const part = only(unknown, (file) => first.has(file) === isFirst);
      const leftMs = budgetMs - (systemClock.now() - started);
      if (countFiles(part) === 0 || leftMs <= 0) continue;
      const measured = measureCalls(
        { workshop, base, suites: part, seed, maxFiles, budgetMs: leftMs, fileTimeoutMs, now: () => systemClock.now() },
        signal,
      );
      for await (const one of measured) {
        const file = one.kind === 'measured' ? one.calls.file : one.file;
        await kept.addCalls(key, file, one.kind === 'measured' ? one.calls : null);
        onFile(++done, total);
        tried += 1;
        if (one.kind === 'unusable' && one.cause === 'not-started') unstarted.push(one);
      }
    }
    await kept.endMeasuring(key);
    const [problem] = unstarted;
    if (problem !== undefined && unstarted.length === tried) onNothingStarts(problem.file, problem.output);
  }
  const files = new Set(suites.flatMap((suite) => suite.files));
  const calls = [...kept.callsOf(key).values()].filter((one) => one !== null && files.has(one.file));
  return { suites, calls: callMap(calls.filter((one) => one !== null)) };
}

function baseKey(base: TaskBase): string {
  return base.kind === 'commit' ? base.commit : base.kind === 'folder' ? base.digest : 'files';
}

function only(suites: readonly TestSuite[], isWanted: (file: string) => boolean): readonly TestSuite[] {
  return suites.map((suite) => ({ ...suite, files: suite.files.filter(isWanted) }));
}

function countFiles(suites: readonly TestSuite[]): number {
  return suites.reduce((sum, { files }) => sum + files.length, 0);
}
