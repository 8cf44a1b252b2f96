import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { importTasks } from '../../benchmark/importing/importTasks.ts';
import { readTaskFile } from '../../benchmark/mining/taskFile.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { Task } from '../../benchmark/task.ts';
import { prepareTasks } from '../benchmark/prepareTasks.ts';
import { type TaskSet, taskSetOf } from '../benchmark/taskSet.ts';
import { openHistory } from '../git/openHistory.ts';
import { readRunFolder } from '../run/runFolder.ts';
import type { CommandPorts } from './commandPorts.ts';
import type { RunCommand } from './command.ts';
import { newestRelease } from './newestRelease.ts';
import { preparationText, setNotes } from './progressText.ts';
import { UsageProblem } from './usageProblem.ts';

export interface TakenTasks {
  readonly taskSet: TaskSet;
  /** Undefined where no task needs it. */
  readonly checkout: string | undefined;
  /** Of a run that goes on: what it was begun with. */
  readonly begun?: RunRecord['engines'];
}

/** The tasks of the run that is in the folder already, else those of the file. Undefined: they have yet to be made. */
export async function findTasks(
  command: RunCommand,
  folder: string,
  signal: AbortSignal,
): Promise<TakenTasks | undefined> {
  if (existsSync(join(folder, 'run.json'))) {
    const { run, tasks } = await readRunFolder(folder);
    const { name } = run.taskSet;
    const taskSet = { name, repository: run.repository, tasks, rejected: run.rejected, chosen: run.taskSet };
    return { taskSet, checkout: await checkoutFor(tasks, command.repository, signal), begun: run.engines };
  }
  if (command.tasks !== undefined) {
    const taskSet = await readTasks(command.tasks);
    return { taskSet, checkout: await checkoutFor(taskSet.tasks, command.repository, signal) };
  }
  return undefined;
}

/** New tasks out of the repository. */
export async function makeTasks(
  command: RunCommand,
  folder: string,
  { terminal }: Pick<CommandPorts, 'terminal'>,
  signal: AbortSignal,
): Promise<TakenTasks> {
  const { count, families, seed, container } = command;
  const newest = command.isSinceRelease ? newestRelease(command.engines) : undefined;
  if (newest !== undefined) terminal.note(newest.text);
  const since = newest?.since ?? command.since;
  const { file, checkout } = await prepareTasks(
    { repository: resolve(command.repository), folder, count, families, seed, since, container },
    (event) =>
      event.kind === 'opened' || event.kind === 'nothing-starts'
        ? terminal.note(preparationText(event))
        : terminal.status(preparationText(event)),
    signal,
  );
  for (const note of setNotes(file.header)) terminal.note(note);
  return { taskSet: taskSetOf(file), checkout };
}

async function readTasks(path: string): Promise<TaskSet> {
  const text = await readFile(path, 'utf8');
  const own = await readTaskFile(text);
  if (own.kind === 'read') return taskSetOf(own.file);
  const { format, tasks, problems } = await importTasks(text);
  const [first] = format === null || format === 'parity' ? own.problems : problems;
  if (first !== undefined) {
    const problem = [first.field, first.problem].filter((part) => part !== '').join(' ');
    throw new UsageProblem(`Line ${first.line} of ${path}: ${problem}. Nothing was run.`);
  }
  return { name: basename(path), repository: { name: basename(path), head: null }, tasks, rejected: [] };
}

async function checkoutFor(
  tasks: readonly Task[],
  repository: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (tasks.every(({ base }) => base.kind === 'files')) return undefined;
  const { history, root } = await openHistory(resolve(repository), signal);
  await history.dispose();
  return root;
}
