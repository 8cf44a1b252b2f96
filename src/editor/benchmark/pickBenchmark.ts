import { type QuickPickItem, l10n, window } from 'vscode';
import type { BenchmarkAction, BenchmarkRow } from './benchmarkRow.ts';

/** Asks for a row that offers `action`: every action can be had without the view. */
export async function pickBenchmark(
  action: BenchmarkAction,
  rows: readonly BenchmarkRow[],
): Promise<BenchmarkRow | undefined> {
  const items = rows
    .flatMap((row) => [row, ...row.children])
    .filter(({ actions }) => actions.includes(action))
    .map((row): QuickPickItem & { readonly row: BenchmarkRow } => ({
      label: `$(${row.icon.name}) ${row.label}`,
      description: row.description,
      row,
    }));
  if (items.length === 0) {
    await window.showInformationMessage(l10n.t('There is nothing of that kind for this repository yet.'));
    return undefined;
  }
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Which one?'), matchOnDescription: true });
  return picked?.row;
}
