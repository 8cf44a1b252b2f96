import { l10n } from 'vscode';
import type { HardwareProblem } from '../models/hardware.ts';

/** Why the hardware is not known, in a clause. */
export function hardwareProblemPhrase(problem: HardwareProblem): string {
  switch (problem.kind) {
    case 'not-started':
      return l10n.t('the check did not start');
    case 'crashed':
      return l10n.t('the check crashed');
    case 'timed-out':
      return l10n.t('the check took more than {0} s', problem.seconds);
    case 'garbled':
      return l10n.t('the check gave no clear answer');
  }
}
