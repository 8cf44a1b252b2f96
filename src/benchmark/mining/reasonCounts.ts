/** How often something was left out for a reason, where no family is concerned yet: files and commits. */
export interface ReasonCounts {
  add(reason: string, count?: number): void;
  /** By reason. */
  list(): readonly ReasonCount[];
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export function countReasons(): ReasonCounts {
  const counts = new Map<string, number>();
  return {
    add: (reason, count = 1) => void counts.set(reason, (counts.get(reason) ?? 0) + count),
    list: () =>
      [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => (a.reason < b.reason ? -1 : 1)),
  };
}
