import { env, l10n } from 'vscode';
import type { BenchmarkAction, BenchmarkRow } from './benchmarkRow.ts';
import { type BenchmarkJob, type PreparationProgress, admittedCount } from './benchmarkJob.ts';
import { familyCounts, jobLine, preparationLine, scoreLine, shortfallLine, tasksLabel } from './benchmarkWords.ts';
import type { StoredBenchmarks, StoredRun, StoredSet } from './storedRuns.ts';

/** Task sets, the newest first, each with its runs; what is under way comes before all. */
export function benchmarkRows(
  { sets, runs, unfinishedSets }: StoredBenchmarks,
  job: BenchmarkJob,
): readonly BenchmarkRow[] {
  const isOf = (run: StoredRun, set: StoredSet): boolean => run.status?.setId === set.id;
  const lost = runs.filter((run) => !sets.some((set) => isOf(run, set)));
  return [
    ...(job.kind === 'preparing' ? [preparingRow(job.preparation)] : unfinishedSets.map(unfinishedRow)),
    ...sets.map((set) =>
      setRow(
        set,
        runs.filter((run) => isOf(run, set)).map((run) => runRow(run, job)),
        job,
      ),
    ),
    ...(lost.length === 0 ? [] : [lostRow(lost.map((run) => runRow(run, job)))]),
  ];
}

function preparingRow(preparation: PreparationProgress): BenchmarkRow {
  const description = preparationLine(preparation);
  const counts = familyCounts(preparation.admitted);
  return {
    id: 'preparing',
    label: l10n.t('New task set'),
    description,
    icon: { name: 'loading~spin' },
    tooltip:
      admittedCount(preparation) === 0
        ? l10n.t('Tasks are being made from the repository and tried out. Stop keeps what is decided.')
        : l10n.t('So far: {0}. Stop keeps what is decided.', counts),
    spoken: `${l10n.t('New task set')}, ${description}`,
    actions: ['stop'],
    subject: { kind: 'preparing' },
    children: [],
  };
}

function unfinishedRow(id: string): BenchmarkRow {
  const label = l10n.t('Unfinished task set');
  return {
    id: `unfinished:${id}`,
    label,
    description: whenMade(id),
    icon: { name: 'circle-large-outline' },
    tooltip: l10n.t('It was stopped. What is decided is kept: the next new task set goes on from there.'),
    spoken: l10n.t('Unfinished task set of {0}, the next new task set goes on from there', whenMade(id)),
    actions: ['again', 'delete'],
    subject: { kind: 'unfinished-set', id },
    children: [],
  };
}

function setRow(set: StoredSet, children: readonly BenchmarkRow[], job: BenchmarkJob): BenchmarkRow {
  const label = tasksLabel(set.taskCount);
  const made = whenMade(set.id);
  const isBusy = children.some((row) => isUnderWay(row, job));
  return {
    // The view would keep a row closed that was there before it had anything below it.
    id: `set:${set.id}${children.length === 0 ? ':empty' : ''}`,
    label,
    description: made,
    icon: { name: 'checklist' },
    tooltip: [
      l10n.t('Task set of {0}', made),
      familyCounts(set.taskCounts),
      set.header.repository.head === null
        ? l10n.t('From the folder as it was')
        : l10n.t('From commit {0}', set.header.repository.head.slice(0, 10)),
    ].join('\n'),
    spoken: l10n.t('Task set with {0}, made {1}, {2}', label, made, familyCounts(set.taskCounts)),
    actions: ['again', 'export', 'reveal', ...(isBusy ? [] : (['delete'] as const))],
    subject: { kind: 'set', set },
    children,
  };
}

function isUnderWay({ subject }: BenchmarkRow, job: BenchmarkJob): boolean {
  return subject.kind === 'run' && (subject.run.isHeld || isWorkedOn(subject.run, job));
}

function isWorkedOn({ id }: StoredRun, job: BenchmarkJob): boolean {
  return (job.kind === 'running' || job.kind === 'opening') && job.runId === id;
}

function lostRow(children: readonly BenchmarkRow[]): BenchmarkRow {
  return {
    id: 'lost-set',
    label: l10n.t('Other runs'),
    description: l10n.t('their task set is not here'),
    icon: { name: 'archive' },
    tooltip: l10n.t('Runs keep their own tasks: reports and exports still work.'),
    spoken: l10n.t('Other runs, their task set is not here'),
    actions: [],
    subject: { kind: 'lost-set' },
    children,
  };
}

function runRow(run: StoredRun, job: BenchmarkJob): BenchmarkRow {
  const { summary, id } = run;
  const { icon, words, actions } = stateOf(run, job);
  const label = summary.engines.map(({ engine }) => engine.label).join(l10n.t(' against '));
  const score = scoreLine(summary);
  const single = summary.engines.length === 1 ? score.slice(score.indexOf(': ') + 2) : score;
  const description = [words, single].filter((part) => part !== '').join(' · ');
  return {
    id: `run:${id}`,
    label,
    description,
    icon,
    tooltip: [l10n.t('Run of {0}', whenMade(id)), score, words, run.status === undefined ? '' : reasons(run)]
      .filter((line) => line !== '')
      .join('\n'),
    spoken: l10n.t('Run with {0}, {1}, {2}', label, whenMade(id), description),
    actions,
    subject: { kind: 'run', run },
    children: [],
  };
}

interface RunState {
  readonly icon: BenchmarkRow['icon'];
  /** Empty: done, and the score says all. */
  readonly words: string;
  readonly actions: readonly BenchmarkAction[];
}

function keptActions({ summary }: StoredRun): readonly BenchmarkAction[] {
  const canVote = summary.engines.length > 1;
  return ['report', 'again', ...(canVote ? (['vote'] as const) : []), 'export', 'reveal', 'delete'];
}

function stateOf(run: StoredRun, job: BenchmarkJob): RunState {
  if (isWorkedOn(run, job)) {
    const isPaused = job.kind === 'running' && job.running.isPaused;
    return {
      icon: { name: isPaused ? 'debug-pause' : 'loading~spin' },
      words: jobLine(job) ?? '',
      actions: ['report', isPaused ? 'resume' : 'pause', 'stop', 'export', 'reveal'],
    };
  }
  const { status, done, summary } = run;
  const total = status?.total ?? 0;
  const isDone = status === undefined ? summary.isComplete : done >= total && status.state === 'ended';
  if (isDone) return { icon: { name: 'pass', color: 'testing.iconPassed' }, words: '', actions: keptActions(run) };
  const counts = l10n.t('{0} of {1} answers', done, Math.max(total, done));
  if (run.isHeld) {
    return {
      icon: { name: 'sync' },
      words: l10n.t('running in another window, {0}', counts),
      actions: ['report', 'export', 'reveal'],
    };
  }
  const canResume = status === undefined ? [] : (['resume'] as const);
  return {
    icon: { name: status?.state === 'open' ? 'debug-disconnect' : 'circle-large-outline' },
    words: status?.state === 'open' ? l10n.t('interrupted at {0}', counts) : l10n.t('partial, {0}', counts),
    actions: [...canResume, ...keptActions(run)],
  };
}

function reasons({ status }: StoredRun): string {
  return status === undefined || status.shortfalls.length === 0
    ? ''
    : l10n.t('Ended early: {0}', shortfallLine(status.shortfalls));
}

/** From an id as `newId` makes it. */
export function whenMade(id: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime())) return id;
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
