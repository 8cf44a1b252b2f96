import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { headline } from '../../benchmark/report/headline.ts';
import { type RunSummary, summarizeRun } from '../../benchmark/report/summarizeRun.ts';
import { readRunFolder } from '../run/runFolder.ts';
import { RunFolderProblem } from '../run/runFolderProblem.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { runsFolder } from './runPlaces.ts';

interface ListedRun {
  readonly folder: string;
  readonly summary: RunSummary;
}

export async function listCommand(
  { out, asJson }: Extract<Command, { kind: 'list' }>,
  { terminal }: CommandPorts,
): Promise<ExitCode> {
  const runs = await findRuns(resolve(out ?? runsFolder), terminal.note);
  const newestFirst = runs.toSorted((a, b) => (a.summary.run.createdAt < b.summary.run.createdAt ? 1 : -1));
  if (asJson) {
    const rows = newestFirst.map(({ folder, summary: { run, isComplete, engines } }) => ({
      ...{ folder, id: run.id, createdAt: run.createdAt, repository: run.repository, isComplete },
      engines: engines.map(({ engine, score }) => ({ label: engine.label, score })),
    }));
    terminal.print(JSON.stringify(rows));
    return exitCodes.done;
  }
  for (const { folder, summary } of newestFirst) {
    const { run } = summary;
    terminal.print(
      `${run.createdAt.slice(0, 16).replace('T', ' ')}  ${run.repository.name}, ${run.taskIds.length} tasks`,
    );
    for (const sentence of headline(summary)) terminal.print(`    ${sentence}`);
    terminal.print(`    ${folder}`);
  }
  if (runs.length === 0) terminal.note('There are no runs.');
  return exitCodes.done;
}

/** The folder's own run, and those up to two folders below it: by repository and time. */
async function findRuns(folder: string, note: (line: string) => void, depth = 2): Promise<ListedRun[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === 'run.json')) {
    try {
      const { run, results } = await readRunFolder(folder);
      return [{ folder, summary: summarizeRun(run, results) }];
    } catch (error) {
      if (!(error instanceof RunFolderProblem)) throw error;
      note(error.message);
      return [];
    }
  }
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory());
  return (await Promise.all(below.map(({ name }) => findRuns(join(folder, name), note, depth - 1)))).flat();
}
