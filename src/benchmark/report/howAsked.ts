import type { TaskResult } from '../result.ts';

/** How an engine was asked where that is not the same for all. Its record has the rest: thinking, template, context. */
export interface HowAsked {
  /** What was asked of its sampler, by the names of its parameters. Empty: its own defaults. */
  readonly sampling: Readonly<Record<string, number>>;
  /** What it does not take. */
  readonly leftOut: readonly string[];
  /** The models that answered, as the server names them. */
  readonly servedModels: readonly string[];
}

/** `results`: of this engine. */
export function howAsked(results: readonly TaskResult[]): HowAsked {
  const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();
  return {
    sampling: results.findLast(({ sampling }) => sampling !== undefined)?.sampling ?? {},
    leftOut: distinct(results.flatMap(({ leftOut = [] }) => leftOut)),
    servedModels: distinct(results.flatMap(({ servedModel }) => servedModel ?? [])),
  };
}
