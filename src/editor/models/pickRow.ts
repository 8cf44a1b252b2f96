import { l10n, window } from 'vscode';
import { pathOf } from './modelActions.ts';
import type { RowAction, TreeRow } from './treeRow.ts';

/** What is left to a command of a row that runs without one, as from the command palette. */
export type PickedAction = Extract<
  RowAction,
  'discardDownload' | 'use' | 'removeAdapter' | 'details' | 'reveal' | 'remove'
>;

/** Asks for one of the rows that offer `action`; that which is selected in the view comes first. Undefined: none. */
export async function pickRow(
  action: PickedAction,
  rows: readonly TreeRow[],
  selected: TreeRow | undefined,
): Promise<TreeRow | undefined> {
  const { title, nothing } = wordsFor(action);
  const items = rowsWith(action, rows)
    .map((row) => ({ label: fullName(row), description: row.description ?? '', row }))
    .toSorted((a, b) => Number(b.row.id === selected?.id) - Number(a.row.id === selected?.id));
  if (items.length === 0) {
    void window.showInformationMessage(nothing);
    return undefined;
  }
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.row;
}

/** Each thing once, though the view may show it in several places. */
export function rowsWith(action: RowAction, rows: readonly TreeRow[]): readonly TreeRow[] {
  const found = new Map<string, TreeRow>();
  const collect = (row: TreeRow): void => {
    const key = keyOf(row);
    if (row.actions.includes(action) && !found.has(key)) found.set(key, row);
    row.children.forEach(collect);
  };
  rows.forEach(collect);
  return [...found.values()];
}

function keyOf({ id, subject }: TreeRow): string {
  const path = pathOf(subject);
  if (path !== undefined) return path;
  return subject.kind === 'quant' ? fullNameOf(subject.entry.model.name, subject.quant.quant.name) : id;
}

/** In the view a quantization stands below its model. */
function fullName({ label, subject }: TreeRow): string {
  return subject.kind === 'quant' ? fullNameOf(subject.entry.model.name, subject.quant.quant.name) : label;
}

function fullNameOf(model: string, quant: string): string {
  return `${model} ${quant}`;
}

function wordsFor(action: PickedAction): { readonly title: string; readonly nothing: string } {
  switch (action) {
    case 'discardDownload':
      return {
        title: l10n.t('Discard Which Download?'),
        nothing: l10n.t('There is no unfinished download.'),
      };
    case 'use':
      return {
        title: l10n.t('Use Which Model?'),
        nothing: l10n.t('There is no other model on this machine. Parity: Open Models says which one fits.'),
      };
    case 'removeAdapter':
      return {
        title: l10n.t('Remove Which LoRA Adapter?'),
        nothing: l10n.t('No LoRA adapter is applied.'),
      };
    case 'details':
      return {
        title: l10n.t('Show Details of Which Model?'),
        nothing: l10n.t('There is no model to show.'),
      };
    case 'reveal':
      return {
        title: l10n.t('Reveal Which File?'),
        nothing: l10n.t('There is no model file on this machine but the starter model.'),
      };
    case 'remove':
      return {
        title: l10n.t('Delete Which File?'),
        nothing: l10n.t('There is no downloaded model to delete. Parity deletes only what it has downloaded.'),
      };
  }
}
