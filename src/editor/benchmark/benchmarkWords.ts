/** What the editor says of benchmarks outside of the report: counts, durations, families and why a run ended. */
import { env, l10n } from 'vscode';
import { moneyText, percent } from '../../benchmark/report/reportWords.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { type TaskFamily, taskFamilies } from '../../benchmark/task.ts';
import { formatCount } from '../formatCount.ts';
import { type BenchmarkJob, type PreparationProgress, admittedCount } from './benchmarkJob.ts';

export function familyLabel(family: TaskFamily): string {
  switch (family) {
    case 'infill':
      return l10n.t('fill a hole');
    case 'body':
      return l10n.t('write a function body');
    case 'bugfix':
      return l10n.t('fix a bug');
    case 'replay':
      return l10n.t('redo a commit');
    case 'toolcall':
      return l10n.t('call a tool');
    case 'agent':
      return l10n.t('agent edit');
  }
}

/** `12 × fill a hole, 6 × fix a bug`. Empty without tasks. */
export function familyCounts(counts: Readonly<Partial<Record<TaskFamily, number>>>): string {
  const parts = taskFamilies.flatMap((family) => {
    const count = counts[family] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} × ${familyLabel(family)}`];
  });
  return new Intl.ListFormat(env.language, { type: 'unit', style: 'long' }).format(parts);
}

export function tasksLabel(count: number): string {
  return count === 1 ? l10n.t('1 task') : l10n.t('{0} tasks', formatCount(count));
}

/** `day`: `YYYY-MM-DD`, or a moment in ISO 8601. */
export function dayLabel(day: string): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** To one part in ten or so: nobody knows it better. */
export function aboutDuration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return l10n.t('less than a minute');
  if (minutes < 90) return l10n.t('about {0} min', Math.round(minutes));
  return l10n.t('about {0} h', formatCount(Math.round(minutes / 6) / 10));
}

/** `Starter 3 of 30 (10%)`, each engine. */
export function scoreLine({ engines }: RunSummary): string {
  return engines
    .map(({ engine, score, families }) => {
      const native = families.find(({ route }) => route === 'native')?.score;
      const shown = score.counted > 0 ? score : native;
      if (shown === undefined || shown.counted === 0) return l10n.t('{0}: no results yet', engine.label);
      const rate = percent(shown.solved / shown.counted);
      return shown === score
        ? l10n.t('{0}: {1} of {2} solved ({3})', engine.label, shown.solved, shown.counted, rate)
        : l10n.t('{0}: {1} of {2} holes filled ({3})', engine.label, shown.solved, shown.counted, rate);
    })
    .join(' · ');
}

export function preparationLine(progress: PreparationProgress): string {
  const { step, found, wanted, rejected } = progress;
  switch (step.kind) {
    case 'mining':
      return found === 0
        ? l10n.t('reading the repository')
        : found === 1
          ? l10n.t('looking for tasks, 1 candidate')
          : l10n.t('looking for tasks, {0} candidates', formatCount(found));
    case 'measuring':
      return l10n.t('seeing what the tests call, file {0} of {1}', formatCount(step.done), formatCount(step.total));
    case 'trying':
      return rejected === 1
        ? l10n.t('{0} of {1} tasks, 1 candidate turned away', formatCount(admittedCount(progress)), formatCount(wanted))
        : l10n.t(
            '{0} of {1} tasks, {2} candidates turned away',
            formatCount(admittedCount(progress)),
            formatCount(wanted),
            formatCount(rejected),
          );
  }
}

/** For the status bar and the view: undefined when nothing goes on. */
export function jobLine(job: BenchmarkJob): string | undefined {
  switch (job.kind) {
    case 'idle':
      return undefined;
    case 'preparing':
      return preparationLine(job.preparation);
    case 'opening':
      return l10n.t('making the engines ready');
    case 'running': {
      const { done, total, remainingMs, isPaused, spentUsd, waitingFor } = job.running;
      const parts = [
        isPaused
          ? l10n.t('paused at {0} of {1} answers', formatCount(done), formatCount(total))
          : l10n.t('{0} of {1} answers', formatCount(done), formatCount(total)),
        ...(isPaused || remainingMs === undefined ? [] : [l10n.t('{0} left', aboutDuration(remainingMs))]),
        ...(waitingFor.length === 0 ? [] : [l10n.t('waiting for {0}', formatList(waitingFor))]),
        ...(spentUsd > 0 ? [l10n.t('{0} spent', moneyText(spentUsd))] : []),
      ];
      return parts.join(', ');
    }
  }
}

function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(env.language, { type: 'conjunction' }).format(names);
}

/** `shortfalls` as the status of a run keeps them. */
export function shortfallLine(shortfalls: readonly string[]): string {
  return shortfalls.map(shortfallWords).join(', ');
}

function shortfallWords(shortfall: string): string {
  switch (shortfall) {
    case 'cap-time':
      return l10n.t('the time is used up');
    case 'cap-tokens':
      return l10n.t('the cap on tokens is reached');
    case 'cap-usd':
      return l10n.t('the cap on cost is reached');
    case 'infrastructure':
      return l10n.t('some answers could not be had');
    default:
      return l10n.t('an engine stopped answering ({0})', shortfall.replace(/^engine-stopped:/, ''));
  }
}
