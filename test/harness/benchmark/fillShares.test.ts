import { expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import type { FileEdit, ReplayTask, TaskFamily } from '../../../src/benchmark/task.ts';
import { fillShares, type TaskSupply } from '../../../src/harness/benchmark/fillShares.ts';

const nothing: TaskSupply = () => Promise.resolve(undefined);

/** One commit after another, each with these changes. */
function replays(...golds: readonly (readonly FileEdit[])[]): TaskSupply {
  const waiting = golds.map((gold, index) =>
    nameTask<Omit<ReplayTask, 'id'>>({
      ...{
        schema: 1,
        family: 'replay',
        language: 'typescript',
        cluster: String(index),
        date: null,
        setup: [],
        hidden: [],
      },
      base: { kind: 'commit', commit: 'a'.repeat(40) },
      path: 'a.ts',
      gold: [...gold],
      commit: 'b'.repeat(40),
      message: `Change number ${index}`,
      tests: {
        ...{
          runner: 'vitest',
          directory: '.',
          files: ['a.test.ts'],
          failToPass: ['a'],
          passToPass: [],
          timeoutMs: 1000,
        },
      },
    }),
  );
  return async () => waiting.shift();
}

const changed = [{ path: 'a.ts', text: 'a' }];
const moved = [
  { path: 'a.ts', text: null },
  { path: 'b.ts', text: 'a' },
];

it('gives an agent no commit that its tools cannot make again, and the place to others', async () => {
  const families: readonly TaskFamily[] = ['replay', 'agent'];
  const none = { infill: nothing, body: nothing, bugfix: nothing, toolcall: nothing };
  const tasks = await fillShares({ total: 4, families, supplies: { ...none, replay: replays(moved, changed, moved) } });
  expect(tasks.map(({ family, cluster }) => [family, cluster])).toEqual([
    ['replay', '0'],
    ['replay', '1'],
    ['replay', '2'],
    ['agent', '1'],
  ]);
  const { length } = await fillShares({ total: 4, families, supplies: { ...none, replay: replays(moved) } });
  expect(length).toBe(1);
});
