import { isAbort } from '../../base/appError.ts';
import { protocolVersion } from '../../engine/protocol.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { importCommand } from './importCommand.ts';
import { listCommand } from './listCommand.ts';
import { mergeCommand } from './mergeCommand.ts';
import { mineCommand } from './mineCommand.ts';
import { parseCommand } from './parseCommand.ts';
import { problemText } from './problemText.ts';
import { reportCommand } from './reportCommand.ts';
import { runCommand } from './runCommand.ts';
import { usage } from './usage.ts';
import { UsageProblem } from './usageProblem.ts';

/** Does what the arguments say and tells how it ended. Never rejects. */
export async function runCommandLine(
  argv: readonly string[],
  ports: CommandPorts,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal } = ports;
  try {
    return await perform(parseCommand(argv), ports, signal);
  } catch (error) {
    if (isAbort(error) && signal.aborted) return exitCodes.interrupted;
    terminal.note(problemText(error));
    if (!(error instanceof UsageProblem)) return exitCodes.failed;
    terminal.note('parity-bench --help says more.');
    return exitCodes.usage;
  } finally {
    terminal.clear();
  }
}

async function perform(command: Command, ports: CommandPorts, signal: AbortSignal): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      ports.terminal.print(usage().trimEnd());
      return exitCodes.done;
    case 'version':
      ports.terminal.print(protocolVersion);
      return exitCodes.done;
    case 'mine':
      return mineCommand(command, ports, signal);
    case 'run':
      return runCommand(command, ports, signal);
    case 'report':
      return reportCommand(command, ports);
    case 'merge':
      return mergeCommand(command, ports);
    case 'import':
      return importCommand(command, ports);
    case 'list':
      return listCommand(command, ports);
  }
}
