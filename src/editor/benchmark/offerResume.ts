import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { l10n, window } from 'vscode';
import { isWorkedOn } from '../../harness/run/runFolder.ts';
import type { BenchmarkFolders } from './benchmarkFolders.ts';
import { readRunStatus, writeRunStatus } from './runStatus.ts';

/** Asks about a run that no window works on any more, though nobody stopped it. True: it is to go on. Asks once. */
export async function offerResume(
  { runs }: BenchmarkFolders,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly folder: string } | undefined> {
  const ids = (await readdir(runs).catch(() => [])).toSorted().toReversed();
  for (const id of ids) {
    const folder = join(runs, id);
    const status = await readRunStatus(folder);
    // Another window may be at work on it.
    if (status?.state !== 'open' || (await isWorkedOn(folder, signal))) continue;
    const resume = l10n.t('Resume');
    const later = l10n.t('Not Now');
    const chosen = await window.showInformationMessage(
      l10n.t('A benchmark of this repository was interrupted. What is done is kept, and nothing is done twice.'),
      resume,
      later,
    );
    if (chosen === resume) return { id, folder };
    if (chosen === later) await writeRunStatus(folder, { ...status, state: 'stopped' });
    return undefined;
  }
  return undefined;
}
