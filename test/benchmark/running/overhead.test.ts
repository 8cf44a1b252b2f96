import { expect, it } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { createHoldups } from '../../../src/benchmark/running/holdups.ts';
import { meterEngine } from '../../../src/benchmark/running/meteredEngine.ts';
import { createPerform } from '../../../src/benchmark/running/performTask.ts';
import type { Workshop } from '../../../src/benchmark/workshop.ts';
import { createManualClock } from '../../manualClock.ts';
import { knowingEngine, oracle, plainQuestion } from './knowingEngine.ts';
import { gradeByGold, memoryWorkshop } from './memoryWorkshop.ts';
import { planTest, testEngine, testParameters } from './runFixture.ts';

const clock = createManualClock();
const never = new AbortController().signal;

/** Everything takes a time that no two sums share. */
async function takes<T>(ms: number, work: () => Promise<T>): Promise<T> {
  clock.advance(ms);
  return work();
}

const workshop: Workshop = {
  sandbox: memoryWorkshop.sandbox,
  open: (base, edits, signal) => takes(1, () => memoryWorkshop.open(base, edits, signal)),
};

const perform = createPerform({
  workshop,
  put: (task, surroundings, signal) => takes(10, () => plainQuestion(task, surroundings, signal)),
  // Of which the tests take all but 100.
  grade: async (task, edits, signal) => {
    const graded = await takes(5100, () => gradeByGold(task, edits, signal));
    return { ...graded, tests: { passed: 1, failed: [], missing: [], durationMs: 5000 } };
  },
  scoreInfill: () => {
    throw new Error('no hole here');
  },
  turns: { take: async () => takes(70_000, async () => ({ dispose: () => {} })) },
  parameters: { ...testParameters, agentMs: 1e9 },
  repository: 'project',
  clock,
  log: silentLog,
});

it.each([
  // Open, put and grade.
  ['bugfix', 111],
  // Open and grade; tokens are counted by the engine.
  ['agent', 101],
] as const)('counts of a task of the family %s the work of the harness alone', async (family, overheadMs) => {
  const mended = 'export const one = 1;\n';
  const broken = 'export const one = 2;\n';
  const common = {
    ...({ schema: 1, language: 'javascript', cluster: 'made', date: null } as const),
    base: { kind: 'files' as const, files: [{ path: 'one.js', text: mended }] },
    setup: [{ path: 'one.js', text: broken }],
    gold: [{ path: 'one.js', text: mended }],
    path: 'one.js',
    tests: {
      ...{ runner: 'node-test' as const, directory: '.', files: ['test/one.test.js'] },
      ...{ failToPass: ['one'], passToPass: [], timeoutMs: 10_000 },
    },
  };
  const task = await nameTask(
    family === 'bugfix'
      ? { ...common, family, operator: 'constant', line: 1 }
      : { ...common, family, kind: 'bugfix', instruction: 'one is not one.', hidden: [] },
  );
  const knowing = knowingEngine([task], oracle);
  const engine = {
    ...knowing,
    reply: (...call: Parameters<typeof knowing.reply>) => takes(600_000, () => knowing.reply(...call)),
    count: (...call: Parameters<typeof knowing.count>) => takes(8000, () => knowing.count(...call)),
  };
  const { items } = await planTest([task], [testEngine('a', { engine, place: 'local' })]);
  const [item] = items;
  if (item === undefined) throw new Error('nothing to do');
  const metered = meterEngine({
    ...item.engine,
    reserve: () => takes(900_000, async () => ({ settle: () => {} })),
    holdups: createHoldups(clock),
    onWait: () => {},
    clock,
  });
  const performance = await perform(item, metered, never);
  expect(performance.outcome).toEqual({ kind: 'solved' });
  expect(performance.overheadMs).toBe(overheadMs);
});
