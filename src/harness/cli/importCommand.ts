import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { importTasks } from '../../benchmark/importing/importTasks.ts';
import { writeTaskFile } from '../../benchmark/mining/taskFile.ts';
import { taskSchemaVersion } from '../../benchmark/task.ts';
import { writeDurably } from '../run/writeDurably.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';

const toldProblems = 20;

export async function importCommand(
  { file, answers, out, asJson }: Extract<Command, { kind: 'import' }>,
  { terminal }: CommandPorts,
): Promise<ExitCode> {
  const text = await readFile(resolve(file), 'utf8');
  const { format, tasks, problems } = await importTasks(
    text,
    answers === undefined ? '' : await readFile(resolve(answers), 'utf8'),
  );
  for (const { line, field, problem } of problems.slice(0, toldProblems)) {
    terminal.note(`line ${line}: ${[field, problem].filter((part) => part !== '').join(' ')}`);
  }
  if (problems.length > toldProblems) terminal.note(`and ${problems.length - toldProblems} more lines`);
  if (tasks.length === 0) return exitCodes.failed;
  const path = resolve(out);
  const header = {
    ...{ schema: taskSchemaVersion, kind: 'parity-tasks' as const, seed: '', since: null },
    repository: { name: basename(file), head: null },
    ...{ fileCount: 0, commitCount: 0, isShallow: false, endedEarly: false },
    ...{ rejected: [], skippedFiles: [], skippedCommits: [] },
  };
  await writeDurably(path, writeTaskFile({ header: { ...header, schema: taskSchemaVersion }, tasks }));
  if (asJson) terminal.print(JSON.stringify({ path, format, tasks: tasks.length, problems: problems.length }));
  else terminal.print(`${tasks.length} tasks (${format ?? ''}): ${path}`);
  return problems.length === 0 ? exitCodes.done : exitCodes.partial;
}
