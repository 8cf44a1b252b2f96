import { type Task, taskFamilies } from '../task.ts';

/**
 * The order in which tasks are asked: each kind spread over the whole, so that a run which ends early, by its limit on time,
 * tokens or money, has answers to all kinds in about their shares. Within a kind the order stays.
 */
export function mixFamilies(tasks: readonly Task[]): readonly Task[] {
  const placed = taskFamilies.flatMap((family) => {
    const own = tasks.filter((task) => task.family === family);
    return own.map((task, index) => ({ task, place: index / own.length }));
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ task }) => task);
}
