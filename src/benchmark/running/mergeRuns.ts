import { canonicalJson } from '../digest.ts';
import type { RunRecord, TaskResult } from '../result.ts';
import { answeringPart } from './resultKey.ts';

export interface RunPart {
  /** For people. */
  readonly name: string;
  readonly run: RunRecord;
  readonly results: readonly TaskResult[];
}

export type MergeOutcome =
  | { readonly kind: 'merged'; readonly run: RunRecord; readonly results: readonly TaskResult[] }
  /** One sentence for people. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Joins the shards of one run. They must be of the same task set, engines and parameters, and have no task in common. */
export function mergeRuns(parts: readonly RunPart[]): MergeOutcome {
  const [first] = parts;
  if (first === undefined) return { kind: 'refused', problem: 'There is nothing to merge.' };
  for (const part of parts) {
    const differing = differenceOf(first.run, part.run);
    if (differing !== undefined) {
      return { kind: 'refused', problem: `${part.name} is of another run than ${first.name}: ${differing} differ.` };
    }
  }
  const owners = new Map<string, string>();
  for (const { name, run } of parts) {
    for (const id of run.taskIds) {
      const owner = owners.get(id);
      if (owner !== undefined) {
        return { kind: 'refused', problem: `${owner} and ${name} have tasks in common. Give each shard once.` };
      }
      owners.set(id, name);
    }
  }
  const createdAt = parts.map(({ run }) => run.createdAt).toSorted()[0] ?? first.run.createdAt;
  return {
    kind: 'merged',
    run: {
      ...first.run,
      createdAt,
      taskIds: [...owners.keys()].toSorted(),
      shard: null,
      ...unaskedOf(parts),
      ...elsewhereOf(first.run, parts),
    },
    results: parts.flatMap(({ results }) => results),
  };
}

/** Where the parts ran, beside where the first one did: their times are of those machines. */
function elsewhereOf(first: RunRecord, parts: readonly RunPart[]): Pick<RunRecord, 'elsewhere'> {
  const placesOf = ({ hardware, sandbox, runners, elsewhere = [] }: RunRecord) => [
    { hardware, sandbox, runners },
    ...elsewhere,
  ];
  const places = new Map(parts.flatMap(({ run }) => placesOf(run)).map((place) => [canonicalJson(place), place]));
  const [own] = placesOf(first);
  places.delete(canonicalJson(own));
  return places.size === 0 ? {} : { elsewhere: [...places.values()] };
}

/** Shards have no task in common. */
function unaskedOf(parts: readonly RunPart[]): Pick<RunRecord, 'unasked'> {
  const all = parts.flatMap(({ run }) => run.unasked ?? []);
  const ids = [...new Set(all.map(({ engineId }) => engineId))];
  const sumOf = (id: string): number =>
    all.reduce((sum, { engineId, count }) => sum + (engineId === id ? count : 0), 0);
  return ids.length === 0 ? {} : { unasked: ids.map((engineId) => ({ engineId, count: sumOf(engineId) })) };
}

/** What of two runs must be the same for their answers to belong together, by a name for people; undefined: all is. */
export function differenceOf(a: RunRecord, b: RunRecord): string | undefined {
  const parts = (run: RunRecord): Readonly<Record<string, unknown>> => ({
    'task sets': run.taskSet.digest,
    seeds: run.seed,
    samples: run.samples,
    parameters: run.parameters,
    'versions of the prompts': run.promptVersion,
    engines: run.engines.map(answeringPart),
    // Tests run with the programs of the image. Without one they run with those of a machine, which differ anyway.
    containers: run.sandbox.container?.digest ?? null,
  });
  const left = parts(a);
  const right = parts(b);
  return Object.keys(left).find((name) => canonicalJson(left[name]) !== canonicalJson(right[name]));
}
