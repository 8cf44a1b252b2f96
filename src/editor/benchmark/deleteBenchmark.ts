import { join } from 'node:path';
import { Uri, l10n, window, workspace } from 'vscode';
import type { BenchmarkSubject } from './benchmarkRow.ts';
import type { StoredRun } from './storedRuns.ts';

/** Asks first. Gives the ids of the runs that are gone. */
export async function deleteBenchmark(
  subject: BenchmarkSubject,
  { sets, runsOf }: { readonly sets: string; readonly runsOf: (setId: string) => readonly StoredRun[] },
): Promise<readonly string[]> {
  if (subject.kind === 'lost-set' || subject.kind === 'preparing') return [];
  const runs = subject.kind === 'run' ? [subject.run] : subject.kind === 'set' ? runsOf(subject.set.id) : [];
  const question =
    subject.kind === 'run'
      ? l10n.t('Delete this run?')
      : runs.length === 0
        ? l10n.t('Delete this task set?')
        : runs.length === 1
          ? l10n.t('Delete this task set and its run?')
          : l10n.t('Delete this task set and its {0} runs?', runs.length);
  const remove = l10n.t('Delete');
  const detail = l10n.t('Its files are deleted for good. Exported files stay where they are.');
  if ((await window.showWarningMessage(question, { modal: true, detail }, remove)) !== remove) return [];
  const folders = [
    ...runs.map(({ folder }) => folder),
    ...(subject.kind === 'set'
      ? [subject.set.folder]
      : subject.kind === 'unfinished-set'
        ? [join(sets, subject.id)]
        : []),
  ];
  for (const folder of folders) await workspace.fs.delete(Uri.file(folder), { recursive: true });
  return runs.map(({ id }) => id);
}
