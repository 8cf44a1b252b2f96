import { window } from 'vscode';
import { isAbort, isAppError } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import { describeError } from './errors/describeError.ts';
import { takeStep } from './takeStep.ts';

/**
 * Shows an error once, with its next step as a button. The only place that does. An abort is nothing to show. The
 * same message is not shown twice while the first is still there.
 */
export function createErrorPresenter(log: Log): (error: unknown) => void {
  const shown = new Set<string>();

  const show = async (error: unknown): Promise<void> => {
    const { text, step } = describeError(error);
    if (shown.has(text)) return;
    shown.add(text);
    try {
      const labels = step === undefined ? [] : [step.label];
      // With a default in its place, a setting that does not fit stops nobody.
      const chosen = isAppError(error, 'settings-invalid')
        ? await window.showWarningMessage(text, ...labels)
        : await window.showErrorMessage(text, ...labels);
      if (step === undefined || chosen !== step.label) return;
      await takeStep(step);
    } finally {
      shown.delete(text);
    }
  };

  return (error) => {
    if (isAbort(error)) return;
    log.error('shown to the user', error);
    show(error).catch((failure: unknown) => log.error('an error could not be shown', failure));
  };
}
