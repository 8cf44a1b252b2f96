import { l10n } from 'vscode';
import { isAbort } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { raceAbort } from '../../base/raceAbort.ts';
import { type DoctorReport, type DoctorRow, type DoctorSection, unchecked } from './doctorReport.ts';

export interface DoctorCheck {
  readonly title: string;
  /** After this long the check is given up. Reading a large model from a slow disk takes its time. */
  readonly limitMs: number;
  run(signal: AbortSignal): Promise<readonly DoctorRow[]> | readonly DoctorRow[];
}

export interface RunChecksOptions {
  readonly checks: readonly DoctorCheck[];
  readonly onStart: (check: DoctorCheck, index: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Makes one check after the other, so that none disturbs another's measurements. A check that throws or hangs costs its
 * own section alone; an abort ends the whole and leaves what is known.
 */
export async function runChecks(options: RunChecksOptions, signal: AbortSignal): Promise<DoctorReport> {
  const sections: DoctorSection[] = [];
  for (const [index, check] of options.checks.entries()) {
    if (signal.aborted) break;
    options.onStart(check, index);
    sections.push({ title: check.title, rows: await rowsOf(check, options, signal) });
  }
  return { sections, isCut: signal.aborted };
}

async function rowsOf(
  check: DoctorCheck,
  { clock, log }: RunChecksOptions,
  signal: AbortSignal,
): Promise<readonly DoctorRow[]> {
  const limit = new AbortController();
  const timer = clock.after(check.limitMs, () => limit.abort());
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    // The race is for checks that do not heed their signal; the wrapper is for those that throw at once.
    return await raceAbort((async () => check.run(either))(), either);
  } catch (error) {
    if (signal.aborted) return [unchecked(check.title, l10n.t('stopped before it was done'))];
    if (limit.signal.aborted && isAbort(error)) {
      return [unchecked(check.title, l10n.t('gave no answer within {0} s', Math.round(check.limitMs / 1000)))];
    }
    log.error(`doctor: the check "${check.title}" failed`, error);
    return [unchecked(check.title, l10n.t('the check itself failed: {0}', messageOf(error)))];
  } finally {
    timer.dispose();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
