import { resolve } from 'node:path';
import { taskFamilies } from '../../benchmark/task.ts';
import { prepareTasks } from '../benchmark/prepareTasks.ts';
import type { Command } from './command.ts';
import type { CommandPorts } from './commandPorts.ts';
import { askForConsent } from './consent.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { preparationText, setNotes } from './progressText.ts';
import { newFolder, requireRepository } from './runPlaces.ts';

export async function mineCommand(
  command: Extract<Command, { kind: 'mine' }>,
  { terminal }: CommandPorts,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { repository, count, families, seed, since, container, asJson } = command;
  await requireRepository(repository);
  const folder = resolve(command.out ?? newFolder(repository, new Date()));
  await askForConsent(
    command,
    { what: `Make tasks out of ${resolve(repository)}, and run its tests for that`, terminal },
    signal,
  );
  const { file, path } = await prepareTasks(
    { repository: resolve(repository), folder, count, families, seed, since, container },
    (event) =>
      event.kind === 'opened' || event.kind === 'nothing-starts'
        ? terminal.note(preparationText(event))
        : terminal.status(preparationText(event)),
    signal,
  );
  const { tasks, header } = file;
  for (const note of setNotes(header)) terminal.note(note);
  const counts = taskFamilies.map((family) => ({
    family,
    count: tasks.filter((task) => task.family === family).length,
  }));
  if (asJson) {
    terminal.print(JSON.stringify({ path, counts, rejected: header.rejected }));
  } else {
    const parts = counts.filter(({ count: some }) => some > 0).map(({ family, count: some }) => `${some} ${family}`);
    terminal.print(`${tasks.length} tasks${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`);
    for (const { family, reason, count: times } of header.rejected)
      terminal.note(`left out ${times} ${family}: ${reason}`);
    terminal.print(path);
  }
  return tasks.length === 0 ? exitCodes.failed : tasks.length < count ? exitCodes.partial : exitCodes.done;
}
