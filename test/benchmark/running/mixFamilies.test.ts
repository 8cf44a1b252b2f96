import { expect, it } from 'vitest';
import { mixFamilies } from '../../../src/benchmark/running/mixFamilies.ts';
import type { Task, TaskFamily } from '../../../src/benchmark/task.ts';
import { makeTasks } from './runFixture.ts';

async function tasksOf(counts: Readonly<Partial<Record<TaskFamily, number>>>): Promise<readonly Task[]> {
  const [task] = await makeTasks(1);
  return Object.entries(counts).flatMap(([family, count]) =>
    // Of a task only its family and its id count here.
    Array.from({ length: count }, (_, index) => ({ ...task, family, id: `${family} ${index}` }) as Task),
  );
}

it('has each kind of task in its share of every part from the beginning', async () => {
  const counts = { infill: 40, body: 20, bugfix: 20, replay: 15, toolcall: 10, agent: 15 };
  const mixed = mixFamilies(await tasksOf(counts));
  expect(mixed).toHaveLength(120);
  for (const [family, count] of Object.entries(counts)) {
    const own = mixed.filter((task) => task.family === family);
    expect(own.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => `${family} ${index}`));
    for (let length = 1; length <= mixed.length; length += 1) {
      const had = mixed.slice(0, length).filter((task) => task.family === family).length;
      expect(Math.abs(had - (length * count) / 120), `${family} of the first ${length}`).toBeLessThan(4);
    }
  }
  expect(mixed[0]?.family).toBe('infill');
});

it('leaves tasks of one kind as they are', async () => {
  const tasks = await makeTasks(5);
  expect(mixFamilies(tasks)).toEqual(tasks);
});
