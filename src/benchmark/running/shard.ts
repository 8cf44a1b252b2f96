/** One part of a run that is spread over machines: the `index`th of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** By the task's digest, so every task is in exactly one shard, the same on every machine, whatever else is in the set. */
export function isInShard(taskId: string, { index, of }: Shard): boolean {
  return Number.parseInt(taskId.slice(0, 12), 16) % of === index - 1;
}
