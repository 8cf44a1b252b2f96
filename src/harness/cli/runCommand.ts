import { resolve } from 'node:path';
import { protocolVersion } from '../../engine/protocol.ts';
import { isAbort } from '../../base/appError.ts';
import { createPauseGate } from '../../benchmark/running/pauseGate.ts';
import type { Inability } from '../../benchmark/running/planRun.ts';
import type { RunEnd } from '../../benchmark/running/runProgress.ts';
import { probeHardware } from '../../models/hardware.ts';
import { conductRun, type ConductEvent } from '../benchmark/conductRun.ts';
import { runParameters } from '../benchmark/runParameters.ts';
import { writeReport } from '../benchmark/writeReport.ts';
import { hardwareRecord } from '../engines/hardwareRecord.ts';
import { checkEngines } from './checkEngines.ts';
import type { RunCommand } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { askForConsent } from './consent.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { installedFiles, readReportAssets } from './installedFiles.ts';
import { openFetch } from './openFetch.ts';
import { disposeAll, openEngines, tryEngines } from './openEngines.ts';
import { previewRun } from './previewRun.ts';
import { printResult } from './printResult.ts';
import { runText } from './progressText.ts';
import { newFolder, requireRepository } from './runPlaces.ts';
import { findTasks, makeTasks, type TakenTasks } from './takeTasks.ts';
import type { Terminal } from './terminal.ts';

export async function runCommand(
  command: RunCommand,
  { terminal, environment, log }: CommandPorts,
  signal: AbortSignal,
): Promise<ExitCode> {
  await requireRepository(command.repository);
  const folder = resolve(command.out ?? newFolder(command.repository, new Date()));
  const keys = checkEngines(command, environment, terminal);
  const found = await findTasks(command, folder, signal);
  const preview = async (tasks: TakenTasks | undefined): Promise<void> => {
    for (const line of await previewRun(command, tasks?.taskSet.tasks)) terminal.note(line);
  };
  await preview(found);
  const what = `Run ${command.count} tasks of ${resolve(command.repository)} on ${command.engines.length === 1 ? 'one engine' : `${command.engines.length} engines`}`;
  await askForConsent(command, { what, terminal }, signal);
  try {
    const onOpening = (name: string): void => terminal.status(`Opening ${name}`);
    const ports = { keys, fetch: await openFetch(environment), log, onOpening, begun: found?.begun ?? [] };
    if (found === undefined) await tryEngines(command, ports, signal);
    terminal.note(`The run is kept in ${folder}`);
    const taken = found ?? (await makeTasks(command, folder, { terminal }, signal));
    const { taskSet, checkout } = taken;
    if (taskSet.tasks.length === 0) {
      terminal.note('No task could be made out of this repository. task-set.jsonl says what was turned away, and why.');
      return exitCodes.failed;
    }
    // It is known better now. The cap holds all the same.
    if (found === undefined) await preview(taken);
    const hardware = hardwareRecord(await probeHardware(installedFiles.hardwareProbe, folder, signal));
    const engines = await openEngines(command, ports, signal);
    let end: RunEnd;
    try {
      end = await conductRun(
        {
          ...{ folder, checkout, taskSet, engines, hardware, log },
          ...{ families: command.families, count: command.count, seed: command.seed },
          ...{ samples: command.samples, caps: command.caps, shard: command.shard, energy: command.energy },
          container: command.container,
          parameters: runParameters(command.thinking),
          parityVersion: protocolVersion,
          gate: createPauseGate((error) => log.error('a listener failed', error)),
        },
        (event) => tell(event, terminal),
        signal,
      );
    } finally {
      await disposeAll(engines);
    }
    const report = await writeReport(folder, await readReportAssets());
    printResult({ folder, report, end }, command.asJson, terminal);
    return end.shortfalls.length === 0 ? exitCodes.done : exitCodes.partial;
  } catch (error) {
    if (isAbort(error)) terminal.note(`To go on, give the same command with --out ${quoted(folder)}`);
    throw error;
  }
}

function tell(event: ConductEvent, terminal: Terminal): void {
  if (event.kind === 'opened') {
    if (event.done > 0) terminal.note(`${event.done} of ${event.total} answers are there already.`);
    for (const { engineId, lacks, family, count } of event.inabilities) {
      terminal.note(`${engineId} is not asked for ${count} ${family} tasks: ${lackText(lacks)}.`);
    }
    return;
  }
  const line = runText(event.progress);
  const { kind } = event.progress.event;
  if (kind === 'engine-stopped' || kind === 'retrying') terminal.note(line);
  else terminal.status(line);
}

function lackText(lacks: Inability['lacks']): string {
  return lacks === 'reach' ? 'completions would not show so much, or that, whoever wrote it' : `it has no ${lacks}`;
}

/** For the shells that people have. */
function quoted(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text);
}
