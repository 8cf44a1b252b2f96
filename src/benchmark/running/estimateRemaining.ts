import type { RunItem } from './planRun.ts';
import { needsMachine } from './benchmarkEngine.ts';

export interface Timing {
  readonly item: Pick<RunItem, 'task' | 'engine' | 'through'>;
  readonly durationMs: number;
}

/**
 * How long the rest takes, in ms: the median of each engine for each kind of task, times how many are left, over what it
 * takes at once; engines on this machine one after the other. Undefined before anything is known.
 */
export function estimateRemaining(done: readonly Timing[], left: readonly Timing['item'][]): number | undefined {
  if (left.length === 0) return 0;
  if (done.length === 0) return undefined;
  const byKind = medians(done, kindOf);
  const byEngine = medians(done, ({ engine }) => engine.record.id);
  const overall = median(done.map(({ durationMs }) => durationMs));
  let machineMs = 0;
  const laneMs = new Map<string, number>();
  for (const item of left) {
    const expectedMs = byKind.get(kindOf(item)) ?? byEngine.get(item.engine.record.id) ?? overall;
    const { id, parallel } = item.engine.record;
    if (needsMachine(item.engine.record)) machineMs += expectedMs;
    else laneMs.set(id, (laneMs.get(id) ?? 0) + expectedMs / parallel);
  }
  return Math.max(machineMs, ...laneMs.values());
}

function kindOf({ engine, task, through }: Timing['item']): string {
  return `${engine.record.id} ${task.family} ${through}`;
}

function medians(timings: readonly Timing[], nameOf: (item: Timing['item']) => string): ReadonlyMap<string, number> {
  const groups = new Map<string, number[]>();
  for (const { item, durationMs } of timings) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [durationMs]);
    else group.push(durationMs);
  }
  return new Map([...groups].map(([name, group]) => [name, median(group)]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
