import type { RunRecord } from './result.ts';
import { type TaskFamily, taskFamilies } from './task.ts';

/** Why candidates were turned away, by family: counted while mining and admission go on. Reasons are short, `kebab-case`. */
export interface Rejections {
  add(family: TaskFamily, reason: string, count?: number): void;
  /** By family in the order of {@link taskFamilies}, then by reason. */
  list(): RunRecord['rejected'];
}

export function countRejections(): Rejections {
  const counts = new Map<TaskFamily, Map<string, number>>(taskFamilies.map((family) => [family, new Map()]));
  return {
    add(family, reason, count = 1) {
      const reasons = counts.get(family);
      if (count > 0) reasons?.set(reason, (reasons.get(reason) ?? 0) + count);
    },
    list: () =>
      [...counts].flatMap(([family, reasons]) =>
        [...reasons].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([reason, count]) => ({ family, reason, count })),
      ),
  };
}
