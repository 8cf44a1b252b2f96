import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type TaskFileHeader, writeTaskFile } from '../../../src/benchmark/mining/taskFile.ts';
import { benchmarkFolders } from '../../../src/editor/benchmark/benchmarkFolders.ts';
import { type RunStatus, writeRunStatus } from '../../../src/editor/benchmark/runStatus.ts';
import { createBenchmarkLibrary } from '../../../src/editor/benchmark/storedRuns.ts';
import { writeRunFolder } from '../../../src/harness/run/runFolder.ts';
import { crashed, runRecord, taskResult } from '../../benchmark/report/resultFixture.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';
import { testChoice } from './testChoice.ts';

const status: RunStatus = {
  schema: 1,
  setId: 'set',
  choice: testChoice(['body']),
  total: 2,
  state: 'stopped',
  shortfalls: [],
};

it('lists task sets and runs, the newest first, and passes over what is damaged or not whole', async () => {
  const folders = benchmarkFolders(temporaryFolder(), '/some/project');
  const results = [taskResult({ taskId: 'one' }), taskResult({ taskId: 'two', outcome: crashed })];
  for (const id of ['20261124-100000-aaaa', '20261125-100000-bbbb']) {
    await writeRunFolder(join(folders.runs, id), { run: runRecord(), tasks: [], results });
    await writeRunStatus(join(folders.runs, id), status);
  }
  const broken = join(folders.runs, '20261126-100000-cccc');
  for (const folder of [broken, join(folders.sets, 'begun'), join(folders.sets, 'whole')]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(broken, 'run.json'), 'nonsense');
  const header: TaskFileHeader = {
    schema: 1,
    kind: 'parity-tasks',
    repository: { name: 'project', head: null },
    ...{ seed: 's', since: null, fileCount: 1, commitCount: 0, isShallow: false, endedEarly: false },
    ...{ rejected: [], skippedFiles: [], skippedCommits: [] },
  };
  writeFileSync(join(folders.sets, 'whole', 'task-set.jsonl'), writeTaskFile({ header, tasks: [] }));

  const found = await createBenchmarkLibrary().list(folders);
  expect(found.runs.map(({ id, done, status }) => [id, done, status?.state])).toEqual([
    ['20261125-100000-bbbb', 1, 'stopped'],
    ['20261124-100000-aaaa', 1, 'stopped'],
  ]);
  expect(found.sets.map(({ id }) => id)).toEqual(['whole']);
  expect(found.unfinishedSets).toEqual(['begun']);
  expect(found.unreadable).toEqual([broken]);
});

it('reads a run again when it has more results, and not before', async () => {
  const folders = benchmarkFolders(temporaryFolder(), '/some/project');
  const folder = join(folders.runs, 'run');
  await writeRunFolder(folder, { run: runRecord(), tasks: [], results: [taskResult({ taskId: 'one' })] });
  const library = createBenchmarkLibrary();
  const [first] = (await library.list(folders)).runs;
  expect((await library.list(folders)).runs[0]?.summary).toBe(first?.summary);
  appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(taskResult({ taskId: 'two' }))}\n`);
  expect((await library.list(folders)).runs[0]?.done).toBe(2);
});

it('finds nothing where nothing was kept', async () => {
  const found = await createBenchmarkLibrary().list(benchmarkFolders(temporaryFolder(), '/nowhere'));
  expect(found).toEqual({ sets: [], runs: [], unfinishedSets: [], unreadable: [] });
});
