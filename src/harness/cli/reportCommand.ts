import { resolve } from 'node:path';
import { writeReport } from '../benchmark/writeReport.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { readReportAssets } from './installedFiles.ts';
import { isWhole, printResult } from './printResult.ts';

export async function reportCommand(
  { folder, asJson }: Extract<Command, { kind: 'report' }>,
  { terminal }: CommandPorts,
): Promise<ExitCode> {
  const path = resolve(folder);
  const report = await writeReport(path, await readReportAssets());
  printResult({ folder: path, report }, asJson, terminal);
  return isWhole(report.summary) ? exitCodes.done : exitCodes.partial;
}
