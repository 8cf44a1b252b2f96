import { stat } from 'node:fs/promises';
import { AppError, isAppError, throwIfAborted } from '../../base/appError.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { checkModel } from '../checkModelFile.ts';
import { MetadataReader } from '../metadataReader.ts';
import { ModelFileProblem } from '../modelFileProblem.ts';
import { type FileWithHeader, type HeaderReader, readGgufHeader } from '../readGgufHeader.ts';
import type { FoundContent, FoundFile, SkippedPlace } from './foundModel.ts';
import { type Candidate, listCandidates } from './listCandidates.ts';
import { matchCatalogue } from './matchCatalogue.ts';
import type { ModelPlace } from './modelPlaces.ts';
import { type SearchLimits, createSearchBudget, defaultSearchLimits } from './searchBudget.ts';

export interface SearchResult {
  /** In the order of the places; each file once, where it was found first. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedPlace[];
}

export interface ModelSearch {
  /** Only reads: names of files, and of each file its header. */
  run(places: readonly ModelPlace[], signal: AbortSignal): Promise<SearchResult>;
}

/** Remembers what it read of each file as long as the file stays as it is: a header with its vocabulary has 11 MB. */
export function createModelSearch(limits: SearchLimits = defaultSearchLimits, clock: Clock = systemClock): ModelSearch {
  const remembered = new Map<string, Inspected>();
  return {
    async run(places, signal) {
      const budget = createSearchBudget(limits, clock);
      const files: FoundFile[] = [];
      const seen = new Set<string>();
      for (const place of places) {
        for await (const candidate of listCandidates(place, budget.forNextPlace(), signal)) {
          throwIfAborted(signal);
          if (seen.size === seen.add(candidate.realPath).size) continue;
          const inspected = await inspectOnce(candidate, remembered, signal);
          if (inspected.kind === 'skipped') budget.skipped.push({ path: candidate.path, reason: inspected.reason });
          else files.push({ ...candidate, foundIn: place.foundIn, bytes: inspected.bytes, content: inspected.content });
        }
      }
      return { files: files.map(withoutHash), skipped: budget.skipped };
    },
  };
}

function withoutHash({ path, realPath, foundIn, name, bytes, content }: FoundFile): FoundFile {
  return { path, realPath, foundIn, name, bytes, content };
}

type Inspected =
  | { readonly kind: 'read'; readonly bytes: number; readonly content: FoundContent }
  | { readonly kind: 'skipped'; readonly reason: SkippedPlace['reason'] };

async function inspectOnce(
  candidate: Candidate,
  remembered: Map<string, Inspected>,
  signal: AbortSignal,
): Promise<Inspected> {
  const stats = await stat(candidate.path).catch(() => undefined);
  if (stats === undefined) return { kind: 'skipped', reason: 'unreadable' };
  // Times are of a few milliseconds: another file in its place may have the same.
  const key = `${candidate.path}\n${stats.ino}\n${stats.size}\n${stats.mtimeMs}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const inspected = await inspect(candidate, stats.size, signal);
  remembered.set(key, inspected);
  return inspected;
}

async function inspect({ path, name, sha256 }: Candidate, bytes: number, signal: AbortSignal): Promise<Inspected> {
  const read = (content: FoundContent): Inspected => ({ kind: 'read', bytes, content });
  try {
    const first = await readGgufHeader(path, signal);
    const other = otherContent(first);
    if (other !== undefined) return read(other);
    const facts = await checkModel(path, sparing(path, first), signal);
    const match = matchCatalogue(facts, [name, facts.name ?? ''], sha256);
    return { kind: 'read', bytes: facts.fileBytes, content: { kind: 'model', facts, match } };
  } catch (error) {
    if (error instanceof ModelFileProblem) return read({ kind: 'unusable', problem: error.message });
    if (isAppError(error, 'model-invalid')) return read({ kind: 'unusable', problem: error.data.problem });
    if (error instanceof AppError) return { kind: 'skipped', reason: 'unreadable' };
    throw error;
  }
}

/** What has been read already is not read again. */
function sparing(path: string, first: FileWithHeader): HeaderReader {
  return (wanted, signal) => (wanted === path ? Promise.resolve(first) : readGgufHeader(wanted, signal));
}

/** What of a model is no model. */
function otherContent({ header }: FileWithHeader): FoundContent | undefined {
  const metadata = new MetadataReader(header.metadata);
  const type = metadata.string('general.type') ?? 'model';
  const architecture = metadata.string('general.architecture') ?? '';
  if (type === 'adapter') return { kind: 'adapter', architecture, name: metadata.string('general.name') };
  return architecture === 'clip' || type === 'mmproj' ? { kind: 'vision' } : undefined;
}
