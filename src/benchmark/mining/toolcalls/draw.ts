import { mulberry32 } from '../../statistics/mulberry32.ts';

/** Lots, always the same for the same seed. */
export interface Draw {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  one<T>(items: readonly [T, ...T[]]): T;
  one<T>(items: readonly T[]): T | undefined;
  /** So many different ones, fewer only when there are not so many. */
  some<T>(items: readonly T[], count: number): T[];
}

export function drawFrom(seed: number): Draw {
  const random = mulberry32(seed);
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  function one<T>(items: readonly [T, ...T[]]): T;
  function one<T>(items: readonly T[]): T | undefined;
  function one<T>(items: readonly T[]): T | undefined {
    return items[between(0, items.length - 1)];
  }
  return {
    between,
    one,
    some: (items, count) => {
      const left = [...items];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(between(0, left.length - 1), 1),
      ).flat();
    },
  };
}
