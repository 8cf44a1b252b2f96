import {
  type Command,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import { type CommandId, commandDefinitions } from '../../base/commands.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { ViewId } from '../../base/views.ts';
import { type TreeRow, noteRow } from './treeRow.ts';

export interface ModelsTree extends Disposable {
  readonly view: TreeView<TreeRow>;
  /** Asks for the rows again, if anyone looks. */
  refresh(): void;
}

/** Shows rows in VS Code's own tree. `rows` is asked only while the view is visible. */
export function createModelsTree(rows: () => readonly TreeRow[]): ModelsTree {
  const store = new DisposableStore();
  const changes = store.add(new EventEmitter<undefined>());
  const id: ViewId = 'parity.models';
  const view = store.add(
    window.createTreeView<TreeRow>(id, {
      treeDataProvider: {
        onDidChangeTreeData: changes.event,
        getChildren: (row) => (row?.children ?? rows()).map(noteRow),
        getTreeItem: itemFor,
        resolveTreeItem(item, { tooltip }) {
          // Not trusted: its links are addresses, never commands.
          if (tooltip !== undefined) item.tooltip = new MarkdownString(tooltip());
          return item;
        },
      },
    }),
  );
  return { view, refresh: () => changes.fire(undefined), dispose: () => store.dispose() };
}

function itemFor(row: TreeRow): TreeItem {
  const item = new TreeItem(row.label, stateOf(row.shows));
  // VS Code keeps whether a row was open, by its id: one that was a leaf would stay folded over its first child.
  item.id = row.shows === 'leaf' ? row.id : `${row.id}/`;
  item.contextValue = [row.subject.kind, ...row.actions].join(' ');
  item.accessibilityInformation = { label: row.spoken, role: 'treeitem' };
  // With a command, a click on a row no longer unfolds it.
  if (row.shows === 'leaf' && row.actions.includes('details')) item.command = detailsCommand(row);
  if (row.description !== undefined) item.description = row.description;
  if (row.icon !== undefined) {
    const { name, color } = row.icon;
    item.iconPath = new ThemeIcon(name, color === undefined ? undefined : new ThemeColor(color));
  }
  return item;
}

/** What Enter and a click on a row do. */
function detailsCommand(row: TreeRow): Command {
  const command: CommandId = 'parity.showModelDetails';
  return { command, title: commandDefinitions[command].title, arguments: [row] };
}

function stateOf(shows: TreeRow['shows']): TreeItemCollapsibleState {
  switch (shows) {
    case 'leaf':
      return TreeItemCollapsibleState.None;
    case 'open':
      return TreeItemCollapsibleState.Expanded;
    case 'closed':
      return TreeItemCollapsibleState.Collapsed;
  }
}
