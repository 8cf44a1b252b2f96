import { randomUUID } from 'node:crypto';
import { type QuickPickItem, l10n, window } from 'vscode';
import { isSamePair, pairsOfRun } from '../../benchmark/voting/pairsOfRun.ts';
import type { PairLine } from '../../benchmark/voting/voteLine.ts';
import { readRunFolder } from '../../harness/run/runFolder.ts';
import type { VoteFile } from '../../harness/voting/voteFile.ts';
import type { StoredRun } from '../benchmark/storedRuns.ts';
import { formatCount } from '../formatCount.ts';

/** More in one go tire a voter; those that are left come with the next. */
const mostAtOnce = 20;

/** Puts answers of a run to the vote, drawn by chance from those that have not been. False: there are none, or the user left. */
export async function addRunPairs(run: Pick<StoredRun, 'folder'>, file: VoteFile): Promise<boolean> {
  const { run: record, results } = await readRunFolder(run.folder);
  const engineIds = await chooseTwoOf(record.engines);
  if (engineIds === undefined) return false;
  const { pairs } = await file.read();
  const present = pairs.filter(({ source }) => source.kind === 'run' && source.runId === record.id);
  const fresh = pairsOfRun({ run: record, results, engineIds }, randomUUID).filter(
    (pair) => !present.some((other) => isSamePair(pair, other)),
  );
  const waiting = present.filter(({ vote }) => vote === undefined).length;
  if (fresh.length === 0 && waiting === 0) {
    await window.showInformationMessage(
      l10n.t('These two have no task in common that both answered in one message and that was not voted on.'),
    );
    return false;
  }
  for (const pair of drawn(fresh, Math.max(0, mostAtOnce - waiting))) await file.append(pair);
  return true;
}

async function chooseTwoOf(
  engines: readonly { readonly id: string; readonly label: string }[],
): Promise<readonly [string, string] | undefined> {
  const [first, second] = engines;
  if (first === undefined || second === undefined) return undefined;
  if (engines.length === 2) return [first.id, second.id];
  const items = engines.flatMap((left, index) =>
    engines.slice(index + 1).map((right): QuickPickItem & { readonly ids: readonly [string, string] } => ({
      label: l10n.t('{0} and {1}', left.label, right.label),
      ids: [left.id, right.id],
    })),
  );
  const title = l10n.t('Vote on Answers of a Run');
  const placeHolder = l10n.t('Which two of {0} engines?', formatCount(engines.length));
  return (await window.showQuickPick(items, { title, placeHolder }))?.ids;
}

function drawn(pairs: readonly PairLine[], count: number): readonly PairLine[] {
  return pairs
    .map((pair) => ({ pair, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ pair }) => pair);
}
