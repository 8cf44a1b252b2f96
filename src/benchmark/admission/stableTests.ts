import type { TestRun } from '../workshop.ts';

export interface StableTests {
  /** Passed in every run, in the order of the first. */
  readonly passing: readonly string[];
  /** Not the same in every run: names that are there in some only, or pass in some only. */
  readonly flaky: readonly string[];
}

/** What several runs of the same state agree on. */
export function stableTests(runs: readonly (TestRun & { readonly kind: 'ran' })[]): StableTests {
  const statuses = runs.map(({ cases }) => new Map(cases.map(({ name, status }) => [name, status])));
  const names = [...new Set(runs.flatMap(({ cases }) => cases.map(({ name }) => name)))];
  const seen = (name: string): ReadonlySet<string | undefined> => new Set(statuses.map((status) => status.get(name)));
  return {
    passing: names.filter((name) => statuses.every((status) => status.get(name) === 'passed')),
    flaky: names.filter((name) => seen(name).size > 1),
  };
}
