import { createWorkshop } from '../workshop/createWorkshop.ts';
import type { Manner, TaskChoice } from './command.ts';
import type { Terminal } from './terminal.ts';
import { UsageProblem } from './usageProblem.ts';

/** Tests of the repository will run: asks where somebody can answer, and insists on `--yes` where nothing keeps them in. */
export async function askForConsent(
  { isAnswered, container }: Pick<Manner, 'isAnswered'> & Pick<TaskChoice, 'container'>,
  { what, terminal }: { readonly what: string; readonly terminal: Terminal },
  signal: AbortSignal,
): Promise<void> {
  if (isAnswered) return;
  const workshop = await createWorkshop({ checkout: undefined, container }, signal);
  const { level, shortfall = '' } = workshop.sandbox;
  await workshop.dispose();
  const danger =
    level === 'none'
      ? `There is no sandbox here (${shortfall}): tests and changed code of the repository run as you do.`
      : undefined;
  if (terminal.isInteractive) {
    if (danger !== undefined) terminal.note(danger);
    if (!(await terminal.confirm(`${what}?`, signal))) throw new UsageProblem('Nothing was done.');
  } else if (danger !== undefined) {
    throw new UsageProblem(`${danger} Give --yes to allow it.`);
  }
}
