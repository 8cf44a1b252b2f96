import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { chooseTasks } from '../../../src/benchmark/running/chooseTasks.ts';
import { resultKey } from '../../../src/benchmark/running/resultKey.ts';
import { isInShard } from '../../../src/benchmark/running/shard.ts';
import { taskFamilies } from '../../../src/benchmark/task.ts';
import { makeTasks, planTest, testEngine, testParameters } from './runFixture.ts';

async function infillTask(truth = '1;') {
  return nameTask({
    schema: 1,
    family: 'infill',
    hole: 'line',
    language: 'typescript',
    base: { kind: 'files', files: [] },
    cluster: 'made',
    date: null,
    path: 'a.ts',
    before: 'const a = ',
    truth,
    after: '\n',
  });
}

describe('a plan', () => {
  it('lets each engine go first as often as the others, and gives all of them the same seed', async () => {
    const engines = ['a', 'b', 'c'].map((id) => testEngine(id));
    const { items } = await planTest(await makeTasks(6), engines);
    const first = items.filter(({ position }) => position === 0).map(({ engine }) => engine.record.id);
    expect(first.join('')).toBe('abcabc');
    const seeds = new Map(items.map(({ task, seed }) => [task.id, seed]));
    expect(items.every(({ task, seed }) => seeds.get(task.id) === seed)).toBe(true);
    expect(new Set(seeds.values()).size).toBe(6);
  });

  it('asks engines that are not in memory together many tasks in a row, in changing order', async () => {
    const prepare = async (): Promise<void> => {};
    const engines = [
      testEngine('api'),
      { ...testEngine('big', { place: 'local' }), prepare },
      { ...testEngine('small', { place: 'local' }), prepare },
    ];
    const { items } = await planTest(await makeTasks(45), engines);
    const order = items.filter(({ engine }) => engine.prepare !== undefined).map(({ engine }) => engine.record.id);
    const runs = order.flatMap((id, index) => (id === order[index - 1] ? [] : [id]));
    // Blocks of 20, 20 and 5 tasks.
    expect(runs).toEqual(['big', 'small', 'big', 'small']);
    expect(order.filter((id) => id === 'big').length).toBe(45);
    for (const task of new Set(items.map((item) => item.task.id))) {
      const positions = items.filter((item) => item.task.id === task).map(({ position }) => position);
      expect(positions.toSorted()).toEqual([0, 1, 2]);
    }
  });

  it('asks for an infill in both ways, and names what an engine cannot do', async () => {
    const tasks = [await infillTask(), ...(await makeTasks(2))];
    const starter = testEngine('starter', { capabilities: { chat: false, tools: false, infill: 'line' } });
    const { items, inabilities } = await planTest(tasks, [
      starter,
      testEngine('api', { capabilities: { infill: 'none' } }),
    ]);
    expect(items.map(({ engine, through }) => `${engine.record.id} ${through}`).toSorted()).toEqual([
      'api chat',
      'api chat',
      'api chat',
      'starter infill',
    ]);
    expect(inabilities).toContainEqual({
      engineId: 'starter',
      family: 'toolcall',
      through: 'chat',
      lacks: 'chat',
      count: 2,
    });
    expect(inabilities).toContainEqual({
      engineId: 'api',
      family: 'infill',
      through: 'infill',
      lacks: 'infill',
      count: 1,
    });
  });

  it('does not ask completions for what they would not show, whoever wrote it', async () => {
    const { items, inabilities } = await planTest(
      [await infillTask(), await infillTask('1;\nconst b = 2;\nconst c = 3;')],
      [testEngine('local', { capabilities: { infill: 'line' } })],
    );
    expect(items.map(({ through }) => through).toSorted()).toEqual(['chat', 'chat', 'infill']);
    expect(inabilities).toEqual([{ engineId: 'local', family: 'infill', through: 'infill', lacks: 'reach', count: 1 }]);
  });

  it('has no key twice', async () => {
    const tasks = [await infillTask(), ...(await makeTasks(5))];
    const { items } = await planTest(tasks, [testEngine('a'), testEngine('b')], 3);
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });
});

describe('a key', () => {
  const identity = {
    taskId: '0',
    engine: testEngine('a').record,
    parameters: testParameters,
    promptVersion: 1,
    through: 'chat',
    sample: 0,
    seed: 's',
  } as const;

  it('does not change with how an engine is called or how busy it may be', async () => {
    const engine = { ...identity.engine, label: 'Other', parallel: 9 };
    expect(await resultKey({ ...identity, engine })).toBe(await resultKey(identity));
  });

  it.each([
    { taskId: '1' },
    { sample: 1 },
    { promptVersion: 2 },
    { seed: 't' },
    { through: 'infill' as const },
    { parameters: { ...testParameters, replyTokens: 1 } },
    { engine: { ...identity.engine, fileDigest: 'f'.repeat(64) } },
  ])('changes with %j', async (change) => {
    expect(await resultKey({ ...identity, ...change })).not.toBe(await resultKey(identity));
  });
});

describe('shards', () => {
  it('are disjoint and together complete, for any number of them', () => {
    const taskId = fc.stringMatching(/^[0-9a-f]{16}$/);
    fc.assert(
      fc.property(taskId, fc.integer({ min: 1, max: 64 }), (id, of) => {
        const homes = Array.from({ length: of }, (_, at) => at + 1).filter((index) => isInShard(id, { index, of }));
        expect(homes.length).toBe(1);
      }),
    );
  });

  it('are about as large as each other', async () => {
    const tasks = await makeTasks(400);
    const sizes = [1, 2, 3, 4].map((index) => tasks.filter(({ id }) => isInShard(id, { index, of: 4 })).length);
    for (const size of sizes) expect(Math.abs(size - 100)).toBeLessThan(40);
  });
});

describe('the choice of tasks', () => {
  it('takes as many of each family as there are, and a smaller one is part of a larger one', async () => {
    const tasks = [await infillTask(), ...(await makeTasks(30))];
    const choice = { families: taskFamilies, seed: 's' };
    const ten = await chooseTasks(tasks, { ...choice, count: 10 });
    const twenty = await chooseTasks(tasks, { ...choice, count: 20 });
    expect(ten.length).toBe(10);
    expect(ten.filter(({ family }) => family === 'infill').length).toBe(1);
    const larger = new Set(twenty.map(({ id }) => id));
    expect(ten.every(({ id }) => larger.has(id))).toBe(true);
    const order = tasks.map(({ id }) => id);
    expect(ten.map(({ id }) => order.indexOf(id))).toEqual(
      ten.map(({ id }) => order.indexOf(id)).toSorted((a, b) => a - b),
    );
  });

  it('takes only the families that are asked for', async () => {
    const tasks = [await infillTask(), ...(await makeTasks(3))];
    const chosen = await chooseTasks(tasks, { families: ['infill'], count: 10, seed: 's' });
    expect(chosen.map(({ family }) => family)).toEqual(['infill']);
  });
});
