import { sha256 } from '../digest.ts';
import { type Task, taskFamilies, type TaskFamily } from '../task.ts';

/** How many tasks a run of this size has, when there are as many: for 80% power at discordances of 30%, 25% and 20%. */
export const runSizes = { quick: 30, standard: 120, full: 240 } as const;

export interface TaskChoice {
  readonly families: readonly TaskFamily[];
  readonly count: number;
  readonly seed: string;
}

/**
 * As many of each family as there are of the others, while they last; within a family by lot. A smaller choice with the
 * same seed is part of a larger one. In the order of the set.
 */
export async function chooseTasks(tasks: readonly Task[], { families, count, seed }: TaskChoice): Promise<Task[]> {
  const lots = await Promise.all(tasks.map(({ id }) => sha256(`${seed}|${id}`)));
  const drawn = tasks
    .map((task, index) => ({ task, lot: lots[index] ?? '' }))
    .filter(({ task }) => families.includes(task.family))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0));
  const queues = taskFamilies.map((family) => drawn.filter(({ task }) => task.family === family));
  const chosen = new Set<string>();
  while (chosen.size < count && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = queue.shift();
      if (next !== undefined && chosen.size < count) chosen.add(next.task.id);
    }
  }
  return tasks.filter(({ id }) => chosen.has(id));
}
