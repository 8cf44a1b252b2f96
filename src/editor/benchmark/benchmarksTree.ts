import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { ViewId } from '../../base/views.ts';
import { type BenchmarkRow, noteRow } from './benchmarkRow.ts';

export interface BenchmarksTree extends Disposable {
  readonly view: TreeView<BenchmarkRow>;
  /** Asks for the rows again, if anyone looks. */
  refresh(): void;
}

export const benchmarksViewId: ViewId = 'parity.benchmarks';

/** Shows rows in VS Code's own tree. `rows` is asked only while the view is visible. */
export function createBenchmarksTree(rows: () => Promise<readonly BenchmarkRow[]>): BenchmarksTree {
  const store = new DisposableStore();
  const changes = store.add(new EventEmitter<undefined>());
  const view = store.add(
    window.createTreeView<BenchmarkRow>(benchmarksViewId, {
      treeDataProvider: {
        onDidChangeTreeData: changes.event,
        getChildren: async (row) => (row?.children ?? (await rows())).map(noteRow),
        getTreeItem: itemFor,
      },
    }),
  );
  return { view, refresh: () => changes.fire(undefined), dispose: () => store.dispose() };
}

function itemFor(row: BenchmarkRow): TreeItem {
  const state = row.children.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded;
  const item = new TreeItem(row.label, state);
  item.id = row.id;
  item.description = row.description;
  item.contextValue = [row.subject.kind, ...row.actions].join(' ');
  item.accessibilityInformation = { label: row.spoken, role: 'treeitem' };
  const { name, color } = row.icon;
  item.iconPath = new ThemeIcon(name, color === undefined ? undefined : new ThemeColor(color));
  // Names of models and repositories are not ours: they are text, whatever markup they spell.
  item.tooltip = new MarkdownString().appendText(row.tooltip);
  return item;
}
