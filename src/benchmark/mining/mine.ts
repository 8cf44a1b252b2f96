/** Proposes tasks of all families that a repository gives by itself, in an order that comes from a seed. */
import type { Clock } from '../../base/clock.ts';
import { throwIfAborted } from '../../base/appError.ts';
import type { Candidate } from '../candidate.ts';
import { type Rejections, countRejections } from '../rejections.ts';
import type { Syntax } from '../syntax.ts';
import type { InfillTask, TaskFamily } from '../task.ts';
import { type CollectedChanges, collectChanges } from './collectChanges.ts';
import type { FileMiner } from './fileMiner.ts';
import { infillCandidates } from './infillTasks.ts';
import { type MiningSite, loadMinedFile } from './loadMinedFile.ts';
import { type ReasonCount, type ReasonCounts, countReasons } from './reasonCounts.ts';
import { replayCandidate, replayProblem } from './replayTasks.ts';
import { seededOrder } from './seededOrder.ts';
import type { SourceHistory } from './sourceHistory.ts';
import { type SourceFile, surveyFiles } from './surveyFiles.ts';

export interface MineRequest {
  readonly history: SourceHistory;
  readonly syntax: Syntax;
  readonly seed: string;
  /** Contamination date, ISO 8601: infill and replay take nothing that was written before it. `null`: all that is there. */
  readonly since: string | null;
  /** `.`, or the only folder that is looked at. */
  readonly directory: string;
  /** Families beside infill and replay. */
  readonly fileMiners: readonly FileMiner[];
  readonly limits: MiningLimits;
  /** Asked before each piece of work: whether the caller has all of this family that it can use. */
  isEnough(family: TaskFamily): boolean;
}

export interface MiningLimits {
  readonly maxCommits: number;
  readonly maxFiles: number;
  /** When it is reached the result depends on the machine's speed: the summary says so. */
  readonly maxMs: number;
  /** Of one family. */
  readonly maxCandidates: number;
}

export const standardLimits: MiningLimits = {
  maxCommits: 50_000,
  maxFiles: 200_000,
  maxMs: 300_000,
  maxCandidates: 1000,
};

export type MiningEvent =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  /** `found` counts candidates by family so far; `total` is `null` while it is unknown. */
  | {
      readonly kind: 'progress';
      readonly step: 'files' | 'commits' | 'candidates';
      readonly done: number;
      readonly total: number | null;
      readonly found: Readonly<Partial<Record<TaskFamily, number>>>;
    }
  | { readonly kind: 'finished'; readonly summary: MiningSummary };

export interface MiningSummary {
  readonly fileCount: number;
  readonly commitCount: number;
  readonly found: Readonly<Partial<Record<TaskFamily, number>>>;
  readonly rejected: ReturnType<Rejections['list']>;
  readonly skippedFiles: readonly ReasonCount[];
  readonly skippedCommits: readonly ReasonCount[];
  readonly isShallow: boolean;
  readonly endedEarly: boolean;
}

/** So many are read ahead: git answers many questions faster than one after the other. */
const readAhead = 32;

interface Shop {
  readonly request: MineRequest;
  readonly site: MiningSite;
  readonly skippedFiles: ReasonCounts;
  readonly rejections: Rejections;
  readonly found: Map<TaskFamily, number>;
  isOverTime(): boolean;
}

/** The last event is `finished`, unless the caller stops before. The same for the same base, request and seed. */
export async function* mine(request: MineRequest, clock: Clock, signal: AbortSignal): AsyncGenerator<MiningEvent> {
  const { history, limits, directory } = request;
  const deadline = clock.now() + limits.maxMs;
  const isOverTime = (): boolean => clock.now() > deadline;
  const skippedFiles = countReasons();
  const skippedCommits = countReasons();
  const rejections = countRejections();
  const found = new Map<TaskFamily, number>();
  const progress = (step: 'files' | 'commits' | 'candidates', done: number, total: number | null): MiningEvent => ({
    kind: 'progress',
    step,
    done,
    total,
    found: Object.fromEntries(found),
  });

  const survey = await surveyFiles(history, { directory, maxFiles: limits.maxFiles, skipped: skippedFiles }, signal);
  yield progress('files', survey.fileCount, survey.fileCount);
  const known = new Set(survey.sources.map(({ path }) => path));
  const changes = await collectChanges(
    history,
    {
      bounds: { maxCommits: limits.maxCommits, since: request.since },
      skipped: skippedCommits,
      isOverTime,
      isWanted: (path) => known.has(path),
      isWantedCommit: (commit) => {
        if (request.isEnough('replay') || commit.changes.length < 2) return false;
        const problem = replayProblem(commit, survey);
        if (problem !== undefined) rejections.add('replay', problem);
        return problem === undefined;
      },
    },
    signal,
  );
  yield progress('commits', changes.commitCount, changes.commitCount);
  await request.syntax.prepare([...new Set(survey.sources.map(({ language }) => language))].toSorted(), signal);

  const site = { history, survey, changes };
  const shop: Shop = { request, site, skippedFiles, rejections, found, isOverTime };
  let done = 0;
  for await (const candidate of inTurns([minedFromFiles(shop, signal), minedFromCommits(shop, signal)])) {
    if (candidate !== undefined) {
      const { family } = candidate.draft;
      found.set(family, (found.get(family) ?? 0) + 1);
      yield { kind: 'candidate', candidate };
    } else {
      done += 1;
      if (done % 100 === 0) yield progress('candidates', done, survey.sources.length + changes.commits.length);
    }
  }
  yield {
    kind: 'finished',
    summary: {
      fileCount: survey.fileCount,
      commitCount: changes.commitCount,
      found: Object.fromEntries(found),
      rejected: rejections.list(),
      skippedFiles: skippedFiles.list(),
      skippedCommits: skippedCommits.list(),
      isShallow: history.isShallow,
      endedEarly: isOverTime(),
    },
  };
}

function isOpen({ request, found }: Shop, family: TaskFamily): boolean {
  return (found.get(family) ?? 0) < request.limits.maxCandidates && !request.isEnough(family);
}

/** Files that commits within the bounds touched come first. After each file comes an `undefined`. */
async function* minedFromFiles(shop: Shop, signal: AbortSignal): AsyncGenerator<Candidate | undefined> {
  const { request, site, skippedFiles } = shop;
  const taken = new Map<InfillTask['hole'], number>();
  const miners = [infillMiner(shop, taken), ...request.fileMiners.map((miner) => plainMiner(shop, miner))];
  const files = fileOrder(site.survey.sources, site.changes, request.seed);
  for (let from = 0; from < files.length; from += readAhead) {
    const loading = files
      .slice(from, from + readAhead)
      .map((source) => loadMinedFile(source, site, (reason) => skippedFiles.add(reason), signal));
    for (const loaded of await Promise.all(loading)) {
      throwIfAborted(signal);
      if (shop.isOverTime() || !miners.some(({ family }) => isOpen(shop, family))) return;
      if (loaded === undefined) continue;
      for (const miner of miners) if (isOpen(shop, miner.family)) yield* miner.mine(loaded);
      yield undefined;
    }
  }
}

interface LoadedMiner {
  readonly family: TaskFamily;
  mine(loaded: NonNullable<Awaited<ReturnType<typeof loadMinedFile>>>): Iterable<Candidate>;
}

function infillMiner({ request, rejections }: Shop, taken: Map<InfillTask['hole'], number>): LoadedMiner {
  const { syntax, seed, since } = request;
  const reject = (reason: string): void => rejections.add('infill', reason);
  return {
    family: 'infill',
    mine: ({ file, origins }) =>
      infillCandidates(file, { syntax, seed, origins, isOfAnyAge: since === null, taken, reject }),
  };
}

function plainMiner({ request, rejections }: Shop, miner: FileMiner): LoadedMiner {
  const { family } = miner;
  return { family, mine: ({ file }) => miner.mine(file, request.seed, (reason) => rejections.add(family, reason)) };
}

function fileOrder(sources: readonly SourceFile[], { byPath }: CollectedChanges, seed: string): readonly SourceFile[] {
  const ordered = seededOrder(sources, seed, ({ path }) => path);
  return [...ordered.filter(({ path }) => byPath.has(path)), ...ordered.filter(({ path }) => !byPath.has(path))];
}

async function* minedFromCommits(shop: Shop, signal: AbortSignal): AsyncGenerator<Candidate | undefined> {
  const { request, site, rejections } = shop;
  const { roleOf, isInScope } = site.survey;
  for (const commit of seededOrder(site.changes.commits, request.seed, ({ id }) => id)) {
    throwIfAborted(signal);
    if (shop.isOverTime() || !isOpen(shop, 'replay')) return;
    const outcome = await replayCandidate(commit, { history: site.history, roleOf, isInScope }, signal);
    if (outcome.kind === 'candidate') yield outcome.candidate;
    else rejections.add('replay', outcome.reason);
    yield undefined;
  }
}

/** One of each in turn, so that a caller who has to admit them gets all kinds from the beginning. */
async function* inTurns<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  let open = sources;
  try {
    while (open.length > 0) {
      const still: AsyncGenerator<T>[] = [];
      for (const source of open) {
        const { value, done } = await source.next();
        if (done === true) continue;
        yield value;
        still.push(source);
      }
      open = still;
    }
  } finally {
    for (const source of sources) await source.return(undefined);
  }
}
