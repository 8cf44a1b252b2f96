/**
 * `npm run prove -- FOLDER...`: makes tasks of real projects and has them done by an engine that knows every answer, one that
 * knows none, and one that knows about half, through the real prompts, sandbox and test runners. The first must solve all,
 * the second nothing. A project is a folder with its dependencies installed. With PARITY_REPORT=FILE the last one's report is
 * kept there; PARITY_FAMILIES=replay,body asks for these families alone, PARITY_COUNT=60 for so many tasks; with
 * PARITY_KEEP=FOLDER what is decided is kept there, and the same command goes on after an interruption.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { silentLog } from '../../src/base/log.ts';
import { sampleSeed } from '../../src/benchmark/digest.ts';
import { fenced } from '../../src/benchmark/prompts/fencedBlocks.ts';
import { percent } from '../../src/benchmark/report/reportWords.ts';
import { summarizeRun } from '../../src/benchmark/report/summarizeRun.ts';
import type { TaskResult } from '../../src/benchmark/result.ts';
import { createPauseGate } from '../../src/benchmark/running/pauseGate.ts';
import type { AskedTask } from '../../src/benchmark/running/taskQuestion.ts';
import { type Task, taskFamilies } from '../../src/benchmark/task.ts';
import { conductRun } from '../../src/harness/benchmark/conductRun.ts';
import { prepareTasks } from '../../src/harness/benchmark/prepareTasks.ts';
import { runParameters } from '../../src/harness/benchmark/runParameters.ts';
import { writeReport } from '../../src/harness/benchmark/writeReport.ts';
import { taskSetOf } from '../../src/harness/benchmark/taskSet.ts';
import { noEnergyChoice } from '../../src/harness/energy/openEnergy.ts';
import { readRunFolder } from '../../src/harness/run/runFolder.ts';
import { rightAnswer } from '../benchmark/prompts/rightAnswer.ts';
import { knowingEngine, noisyOracle, oracle } from '../benchmark/running/knowingEngine.ts';
import { noCaps, testEngine } from '../benchmark/running/runFixture.ts';
import { bundleReportPage } from '../ui/bundleReportPage.ts';
import { printTable } from './report.ts';

const count = Number(process.env['PARITY_COUNT'] ?? 30);
const families = taskFamilies.filter((family) => process.env['PARITY_FAMILIES']?.split(',').includes(family) ?? true);
const seed = 'prove';
const { signal } = new AbortController();
let isProved = true;
for (const argument of process.argv.slice(2)) {
  const kept = process.env['PARITY_KEEP'];
  const folder =
    kept === undefined ? await mkdtemp(join(tmpdir(), 'parity-prove-')) : join(resolve(kept), basename(argument));
  try {
    await prove(resolve(argument), folder);
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}
process.exitCode = isProved ? 0 : 1;

async function prove(repository: string, folder: string): Promise<void> {
  const started = performance.now();
  const prepared = await prepareTasks(
    { repository, folder: join(folder, 'tasks'), families, count, seed, since: null },
    () => {},
    signal,
  );
  const { tasks, header } = prepared.file;
  const preparedMs = performance.now() - started;
  const bySeed = new Map<number, Task>();
  for (const task of tasks) {
    const first = await sampleSeed(seed, task.id, 0);
    // Each reply of an agent has the next one.
    for (let reply = 0; reply < 4; reply += 1) bySeed.set((first + reply) >>> 0, task);
  }
  const textBefore = await textsBefore(prepared.checkout, tasks);
  const engineOf = (id: string, knows: Parameters<typeof knowingEngine>[1]) =>
    testEngine(id, { engine: knowingEngine(tasks, knows, { answer: answerOf, bySeed, textBefore }) });
  const run = join(folder, 'run');
  await conductRun(
    {
      folder: run,
      checkout: prepared.checkout,
      taskSet: taskSetOf(prepared.file),
      families,
      count,
      seed,
      samples: 1,
      parameters: runParameters(false),
      caps: noCaps,
      shard: null,
      engines: [engineOf('oracle', oracle), engineOf('null', null), engineOf('half', noisyOracle(0.5))],
      hardware: { platform: process.platform, processor: '', cores: 1, memoryBytes: 0, gpus: [] },
      energy: noEnergyChoice,
      parityVersion: '0.0.0',
      gate: createPauseGate(console.error),
      log: silentLog,
    },
    () => {},
    signal,
  );
  const report = process.env['PARITY_REPORT'];
  if (report !== undefined) {
    await writeReport(run, await bundleReportPage());
    await copyFile(join(run, 'report.html'), report);
  }
  const kept = await readRunFolder(run);
  const { engines } = summarizeRun(kept.run, kept.results);
  printTable(
    `${repository.split('/').at(-1)}: ${tasks.length} tasks, prepared in ${(preparedMs / 1000).toFixed(0)} s`,
    ['engine', 'kind', 'solved', 'of', 'share', 'not measured'],
    engines.flatMap(({ engine, families }) =>
      families.map(({ family, route, score }) => [
        engine.id,
        `${family} ${route}`,
        String(score.solved),
        String(score.counted),
        percent(score.solved / Math.max(1, score.counted)),
        String(score.unknown),
      ]),
    ),
  );
  console.log(
    `turned away: ${header.rejected.map(({ family, reason, count: times }) => `${family} ${reason} ${times}`).join(', ')}`,
  );
  printWrong(kept.results, tasks);
}

/** Nobody answers with the whole of a large file, and it would not be read: the body alone is an answer as well. */
function answerOf(task: AskedTask): string {
  if (task.family !== 'body') return rightAnswer(task);
  const [before = [], after = []] = [task.setup, task.gold].map((edits) => edits[0]?.text?.split('\n'));
  if (after.join('\n').length < 90_000) return rightAnswer(task);
  const same = (a: readonly string[], b: readonly string[]): number => {
    const end = a.findIndex((line, index) => line !== b[index]);
    return end < 0 ? a.length : end;
  };
  const first = same(after, before);
  const last = after.length - same(after.slice(first).toReversed(), before.slice(first).toReversed());
  return fenced(after.slice(first, last).join('\n'), task.language);
}

/** Of the files that agents are to change, as the commit before has them. */
async function textsBefore(checkout: string, tasks: readonly Task[]) {
  const texts = new Map<string, string>();
  for (const task of tasks) {
    if (task.family !== 'agent' || task.base.kind !== 'commit') continue;
    for (const { path } of task.gold) {
      const name = `${task.base.commit}:${path}`;
      // A file that the commit brings is not there yet.
      const shown = await showBlob(['cat-file', 'blob', name], checkout).catch(() => undefined);
      if (shown !== undefined) texts.set(name, shown);
    }
  }
  return ({ base }: Pick<Task, 'base'>, path: string): string | undefined =>
    base.kind === 'commit' ? texts.get(`${base.commit}:${path}`) : undefined;
}

async function showBlob(command: readonly string[], cwd: string): Promise<string> {
  return (await promisify(execFile)('git', command, { cwd, maxBuffer: 16 * 1024 ** 2 })).stdout;
}

/** Each answer that should have been the other way. */
function printWrong(results: readonly TaskResult[], tasks: readonly Task[]): void {
  const wrong = results.filter(
    ({ engineId, outcome }) =>
      (engineId === 'oracle' && outcome.kind !== 'solved') || (engineId === 'null' && outcome.kind === 'solved'),
  );
  if (wrong.length > 0) isProved = false;
  for (const { engineId, family, through, taskId, outcome } of wrong) {
    const task = tasks.find(({ id }) => id === taskId);
    const path = task !== undefined && 'path' in task ? task.path : '';
    console.log(`WRONG: ${engineId} ${family} ${through} ${taskId} ${path}: ${JSON.stringify(outcome).slice(0, 300)}`);
  }
}
