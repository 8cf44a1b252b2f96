import { resolve } from 'node:path';
import { mergeRuns } from '../../benchmark/running/mergeRuns.ts';
import { writeReport } from '../benchmark/writeReport.ts';
import { readRunFolder, writeRunFolder } from '../run/runFolder.ts';
import { RunFolderProblem } from '../run/runFolderProblem.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { readReportAssets } from './installedFiles.ts';
import { isWhole, printResult } from './printResult.ts';

export async function mergeCommand(
  { folders, out, asJson }: Extract<Command, { kind: 'merge' }>,
  { terminal }: CommandPorts,
): Promise<ExitCode> {
  const parts = await Promise.all(folders.map(async (name) => ({ name, ...(await readRunFolder(resolve(name))) })));
  const merged = mergeRuns(parts);
  if (merged.kind === 'refused') throw new RunFolderProblem(merged.problem);
  const tasks = [...new Map(parts.flatMap((part) => part.tasks.map((task) => [task.id, task] as const))).values()];
  const folder = resolve(out);
  await writeRunFolder(folder, { run: merged.run, results: merged.results, tasks });
  const report = await writeReport(folder, await readReportAssets());
  printResult({ folder, report }, asJson, terminal);
  return isWhole(report.summary) ? exitCodes.done : exitCodes.partial;
}
