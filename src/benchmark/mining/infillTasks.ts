/** Family 1: holes in what was added lately and still stands. */
import type { Candidate, InfillDraft } from '../candidate.ts';
import type { Syntax } from '../syntax.ts';
import { type InfillTask, infillHoles, taskSchemaVersion } from '../task.ts';
import { type Hole, findHoles, lineAt, lineStarts } from './holes.ts';
import { holeProblem } from './holeProblem.ts';
import type { CommitOrigin } from './lineOrigins.ts';
import type { MinedFile } from './minedFile.ts';
import { seededOrder } from './seededOrder.ts';
import { sourceLanguage } from './sourceLanguage.ts';

const maxPerFile = 3;

export interface InfillRequest {
  readonly syntax: Syntax;
  readonly seed: string;
  /** By line of the file; undefined where it is not known, behind the edge of a shallow clone for one. `null`: no history. */
  readonly origins: readonly (CommitOrigin | undefined)[] | null;
  /** A line will do whose origin is not known. Else it is too old. */
  readonly isOfAnyAge: boolean;
  /** How often each kind of hole was taken before: the rarest is taken first. Counted on. */
  readonly taken: Map<InfillTask['hole'], number>;
  reject(reason: string): void;
}

/** At most one for each function and {@link maxPerFile} for each file, none within another. */
export function infillCandidates(file: MinedFile, request: InfillRequest): readonly Candidate<InfillDraft>[] {
  const tree = request.syntax.parse(file.language, file.text);
  let holes: readonly Hole[];
  try {
    if (tree?.root.hasError === true) request.reject('file-does-not-parse');
    holes = tree?.root.hasError === true ? [] : findHoles(file.text, tree);
  } finally {
    tree?.dispose();
  }
  const fair = fairHoles(file, holes, request);
  const chosen: FairHole[] = [];
  const owners = new Set<number>();
  while (chosen.length < maxPerFile) {
    const free = fair.filter(({ hole }) => !owners.has(hole.owner) && chosen.every((one) => !overlap(one.hole, hole)));
    const kinds = new Set(free.map(({ hole }) => hole.kind));
    const [kind] = infillHoles
      .filter((one) => kinds.has(one))
      .toSorted((a, b) => (request.taken.get(a) ?? 0) - (request.taken.get(b) ?? 0));
    const next = free.find(({ hole }) => hole.kind === kind);
    if (next === undefined) break;
    request.taken.set(next.hole.kind, (request.taken.get(next.hole.kind) ?? 0) + 1);
    owners.add(next.hole.owner);
    chosen.push(next);
  }
  const passedOver = fair.length - chosen.length;
  if (passedOver > 0) for (let index = 0; index < passedOver; index += 1) request.reject('one-for-each-function');
  return chosen.map(({ hole, origin }) => toCandidate(file, hole, origin));
}

interface FairHole {
  readonly hole: Hole;
  readonly origin: CommitOrigin | undefined;
}

/** In the seed's order. */
function fairHoles(file: MinedFile, holes: readonly Hole[], request: InfillRequest): readonly FairHole[] {
  const language = sourceLanguage(file.path);
  if (language === undefined) return [];
  const starts = lineStarts(file.text);
  const fair: FairHole[] = [];
  for (const hole of holes) {
    const origin = originOfHole(file.text, hole, starts, request);
    // What is old is no candidate at all.
    if (origin === 'old') continue;
    const problem =
      origin === 'several'
        ? 'of-several-commits'
        : hole.isProse === true
          ? 'only-comments'
          : holeProblem(file.text.slice(hole.start, hole.end), file.text, language);
    if (problem === undefined && origin !== 'several') fair.push({ hole, origin });
    else if (problem !== undefined) request.reject(problem);
  }
  return seededOrder(fair, request.seed, ({ hole }) => `${file.path}:${hole.kind}:${hole.start}`);
}

/** Every line that holds something must be of one commit; of a hole within lines, each of these lines. */
function originOfHole(
  text: string,
  hole: Hole,
  starts: readonly number[],
  { origins, isOfAnyAge }: Pick<InfillRequest, 'origins' | 'isOfAnyAge'>,
): CommitOrigin | undefined | 'old' | 'several' {
  if (origins === null) return undefined;
  const found = new Set<CommitOrigin | undefined>();
  for (let line = lineAt(starts, hole.start); (starts[line] ?? hole.end) < hole.end; line += 1) {
    if (text.slice(starts[line], starts[line + 1] ?? text.length).trim() !== '') found.add(origins[line]);
  }
  const [first] = found;
  if (found.size === 0 || (found.has(undefined) && !isOfAnyAge)) return 'old';
  return found.size === 1 ? first : 'several';
}

function overlap(a: Hole, b: Hole): boolean {
  return a.start < b.end && b.start < a.end;
}

function toCandidate(file: MinedFile, hole: Hole, origin: CommitOrigin | undefined): Candidate<InfillDraft> {
  return {
    draft: {
      schema: taskSchemaVersion,
      family: 'infill',
      hole: hole.kind,
      language: file.language,
      base: file.base,
      cluster: origin?.id ?? file.path,
      date: origin?.date ?? null,
      path: file.path,
      before: file.text.slice(0, hole.start),
      truth: file.text.slice(hole.start, hole.end),
      after: file.text.slice(hole.end),
    },
    relatedTests: file.relatedTests,
  };
}
