/**
 * A sitting of a run under a cap of tokens, `node spendingRun.mjs FOLDER TOKENS`: each request is noted in `sent.txt` as a
 * server would, and the second one kills the process. Prints `cap` when the cap ends it.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { createPauseGate } from '../../../src/benchmark/running/pauseGate.ts';
import { runBenchmark } from '../../../src/benchmark/running/runBenchmark.ts';
import { openRunFolder } from '../../../src/harness/run/runFolder.ts';
import { askOnce, makeTasks, noCaps, planTest, testEngine } from '../../benchmark/running/runFixture.ts';
import { testRun } from './testRun.ts';

const [, , folder = '', tokens = '0'] = process.argv;
const never = new AbortController().signal;
const tasks = await makeTasks(60);
const { engine } = testEngine('a');
let sent = 0;
const engines = [
  testEngine('a', {
    usdPerToken: 1e-6,
    engine: {
      ...engine,
      reply(request, onPart, signal) {
        appendFileSync(join(folder, 'sent.txt'), 'request\n');
        if (++sent === 2) process.kill(process.pid, 'SIGKILL');
        return engine.reply(request, onPart, signal);
      },
    },
  }),
];
const { items } = await planTest(tasks, engines);
const opened = await openRunFolder(folder, { run: await testRun(tasks, engines), tasks }, never);
const end = await runBenchmark(
  items,
  { ...noCaps, maxTokens: Number(tokens) },
  {
    journal: opened.journal,
    ledger: opened.ledger,
    perform: askOnce,
    meterOf: () => undefined,
    gate: createPauseGate(() => {}),
    clock: systemClock,
    timestamp: () => new Date().toISOString(),
    onProgress: () => {},
  },
  never,
);
await opened.close();
process.stdout.write(end.shortfalls.some(({ kind }) => kind === 'cap') ? 'cap\n' : 'done\n');
