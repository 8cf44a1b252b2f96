import { l10n } from 'vscode';
import { describeError } from '../errors/describeError.ts';
import type { ErrorDescription } from '../errors/errorDescription.ts';
import { type DoctorRow, type Fix, problem } from './doctorReport.ts';

type Step = NonNullable<ErrorDescription['step']>;

/** What to do with an engine that is not started any more by itself. */
function restartFix(): Fix {
  return {
    text: l10n.t(
      'Where something else is found here, mend that first. Then run Parity: Restart Engine; if it stops again, choose another model in Parity: Open Models.',
    ),
    step: { label: l10n.t('Restart Engine'), command: 'parity.restartEngine' },
  };
}

/** Says how to take the step without the button that an error message would have. */
function fixBy(step: Step): Fix {
  // Who reads this is there already.
  if (step.command === 'parity.doctor') return restartFix();
  if (step.command === 'workbench.action.openSettings') {
    return { text: l10n.t('Change the setting {0}.', step.argument ?? ''), step };
  }
  return { text: l10n.t('Run Parity: {0} from the command palette.', step.label), step };
}

/** A failure in the words that every other place has for it. */
export function problemOf(label: string, error: unknown): DoctorRow {
  const { text, step } = describeError(error);
  const fix = step === undefined ? { text: l10n.t('Run Developer: Reload Window.') } : fixBy(step);
  return problem(label, text, fix);
}
