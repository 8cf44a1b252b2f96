import { homedir } from 'node:os';
import { ProgressLocation, Uri, env, l10n, window } from 'vscode';
import { systemClock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { takeStep } from '../takeStep.ts';
import { createVirtualDocument } from '../virtualDocument.ts';
import { type DoctorPorts, doctorChecks } from './doctorChecks.ts';
import { type DoctorReport, problemsOf } from './doctorReport.ts';
import { reportMarkdown, verdictInWords } from './reportMarkdown.ts';
import { runChecks } from './runChecks.ts';

export interface Doctor extends Disposable {
  /** Checks everything and shows the report. */
  examine(): Promise<void>;
  copyReport(): Promise<void>;
}

/** Parity: Doctor. Checks what Parity needs, one thing after the other, and says what to do where something is wrong. */
export function connectDoctor(ports: DoctorPorts & { readonly log: Log }): Doctor {
  const { log } = ports;
  const document = createVirtualDocument(Uri.from({ scheme: 'parity-doctor', path: '/Parity Doctor.md' }));

  const copyReport = async (): Promise<void> => {
    await env.clipboard.writeText(document.read());
    window.setStatusBarMessage(l10n.t('The report was copied'), 3_000);
  };

  const offerSteps = async (report: DoctorReport): Promise<void> => {
    const problems = problemsOf(report);
    const copy = l10n.t('Copy Report');
    const step = problems.find(({ fix }) => fix?.step !== undefined)?.fix?.step;
    const labels = [...(step === undefined ? [] : [step.label]), copy];
    const words = l10n.t('Doctor: {0}', verdictInWords(problems.length));
    const chosen = await (problems.length === 0
      ? window.showInformationMessage(words, ...labels)
      : window.showWarningMessage(words, ...labels));
    if (chosen === copy) await copyReport();
    else if (step !== undefined && chosen === step.label) await takeStep(step);
  };

  return {
    async examine() {
      const report = await withProgress(ports);
      const madeAt = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' }).format();
      await document.show(reportMarkdown({ report, madeAt, homeFolder: homedir() }));
      offerSteps(report).catch((error: unknown) => log.error('the steps of the report could not be offered', error));
    },
    copyReport,
    dispose: () => document.dispose(),
  };
}

async function withProgress(ports: DoctorPorts & { readonly log: Log }): Promise<DoctorReport> {
  const options = { location: ProgressLocation.Notification, title: l10n.t('Parity: Doctor'), cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const checks = doctorChecks(ports);
      return await runChecks(
        {
          checks,
          onStart: ({ title }, index) =>
            progress.report({ message: title, increment: index === 0 ? 0 : 100 / checks.length }),
          clock: systemClock,
          log: ports.log,
        },
        controller.signal,
      );
    } finally {
      subscription.dispose();
    }
  });
}
