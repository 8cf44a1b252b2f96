import type { TaskFamily } from '../task.ts';

export const taskSetSizes = { quick: 30, standard: 120, full: 240 } as const;

/** Parts of a whole of 24: what can be judged without running tests is cheap and steady, what runs them tells more. */
const shares: Readonly<Record<TaskFamily, number>> = {
  infill: 8,
  body: 4,
  bugfix: 4,
  replay: 3,
  toolcall: 2,
  agent: 3,
};

export interface SizePlan {
  readonly wanted: Readonly<Record<TaskFamily, number>>;
  /** Families that had fewer than their share, and how much they gave to the others. */
  readonly given: readonly { readonly family: TaskFamily; readonly count: number }[];
}

/**
 * Shares `total` among the families by the method's proportions; what one cannot fill goes to the others in the same
 * proportions. `available`: how many tasks of each can be had; the sum of `wanted` is below `total` only when all of them
 * together are.
 */
export function planSizes(total: number, available: Readonly<Record<TaskFamily, number>>): SizePlan {
  const families = Object.keys(shares) as TaskFamily[];
  const first = share(total, families);
  const wanted = Object.fromEntries(families.map((family) => [family, 0])) as Record<TaskFamily, number>;
  let open = families;
  let left = total;
  while (left > 0 && open.length > 0) {
    const parts = share(left, open);
    for (const family of open) wanted[family] = Math.min(available[family], wanted[family] + (parts.get(family) ?? 0));
    left = total - Object.values(wanted).reduce((sum, count) => sum + count, 0);
    open = open.filter((family) => wanted[family] < available[family]);
  }
  const given = families.flatMap((family) => {
    const count = (first.get(family) ?? 0) - available[family];
    return count > 0 ? [{ family, count }] : [];
  });
  return { wanted, given };
}

/** By largest remainder; between equal ones the family that comes first. */
function share(total: number, families: readonly TaskFamily[]): ReadonlyMap<TaskFamily, number> {
  const whole = families.reduce((sum, family) => sum + shares[family], 0);
  const exact = families.map((family) => ({ family, part: (total * shares[family]) / whole }));
  const result = new Map(exact.map(({ family, part }) => [family, Math.floor(part)]));
  const missing = total - [...result.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = exact.toSorted((a, b) => (b.part % 1) - (a.part % 1));
  for (const { family } of byRemainder.slice(0, missing)) result.set(family, (result.get(family) ?? 0) + 1);
  return result;
}
