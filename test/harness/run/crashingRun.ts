/** A process that works on a run until it is done or killed: `node crashingRun.mjs FOLDER`. Prints `done` at the end. */
import { systemClock } from '../../../src/base/clock.ts';
import { delay } from '../../../src/base/delay.ts';
import { createPauseGate } from '../../../src/benchmark/running/pauseGate.ts';
import { runBenchmark } from '../../../src/benchmark/running/runBenchmark.ts';
import { openRunFolder } from '../../../src/harness/run/runFolder.ts';
import { createHurriedClock } from '../../hurriedClock.ts';
import { askOnce, makeTasks, noCaps, planTest, testEngine } from '../../benchmark/running/runFixture.ts';
import { testRun } from './testRun.ts';

const [, , folder = ''] = process.argv;
const never = new AbortController().signal;
const tasks = await makeTasks(60);
const engines = [testEngine('a', { parallel: 3 }), testEngine('b', { place: 'local' })];
const { items } = await planTest(tasks, engines);
const opened = await openRunFolder(folder, { run: await testRun(tasks, engines), tasks }, never);
let asked = 0;
await runBenchmark(
  items,
  noCaps,
  {
    journal: opened.journal,
    ledger: opened.ledger,
    perform: async (item, engine, signal) => {
      await delay(systemClock, 2 + (asked++ % 5), signal);
      const performance = await askOnce(item, engine, signal);
      // Large enough for a line to be torn.
      return { ...performance, evidence: { ...performance.evidence, answer: 'x'.repeat(20_000) } };
    },
    gate: createPauseGate(() => {}),
    clock: createHurriedClock(1),
    timestamp: () => new Date().toISOString(),
    meterOf: () => undefined,
    onProgress: () => {},
  },
  never,
);
await opened.close();
process.stdout.write('done\n');
