import { commands, l10n, window } from 'vscode';
import type { Log } from '../../base/log.ts';
import type { TestsProblem } from './benchmarkRunner.ts';

/** Says that no test of the repository starts here, which is why its tasks are of two kinds only. Making them goes on. */
export function tellUnstartedTests(log: Log): (problem: TestsProblem) => void {
  return ({ file, output }) => {
    // What the shell or the program's loader says: nothing of the tests has run.
    log.warn(`the tests do not start (${file}): ${output.slice(0, 1000)}`);
    tell(file).catch((error: unknown) => log.error('a problem with tests could not be told', error));
  };
}

async function tell(file: string): Promise<void> {
  const show = l10n.t('Show Log');
  const message = l10n.t(
    'The tests of this repository do not start on this machine ({0} was tried), so only holes and tool calls become tasks. Check that its test runner works in a terminal; the log has what it said.',
    file,
  );
  if ((await window.showWarningMessage(message, show)) === show) await commands.executeCommand('parity.showLog');
}
