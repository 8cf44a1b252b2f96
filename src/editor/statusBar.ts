import { MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { CommandId } from '../base/commands.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { WatchedState } from '../engine/combineStates.ts';
import { type StatusExtras, describeStatus } from './describeStatus.ts';

export interface StatusBar extends Disposable {
  refresh(extras: StatusExtras): void;
}

/** One glyph and word for the state of everything; a click opens the menu. */
export function createStatusBar(engine: WatchedState, initial: StatusExtras): StatusBar {
  const store = new DisposableStore();
  const item = store.add(window.createStatusBarItem('parity.status', StatusBarAlignment.Right, 100));
  const menu: CommandId = 'parity.showMenu';
  item.name = 'Parity';
  item.command = menu;
  let extras = initial;

  const update = (): void => {
    const { glyph, word, lines, isProblem } = describeStatus(engine.state, extras);
    item.text = `$(${glyph}) Parity: ${word}`;
    item.accessibilityInformation = { label: `Parity: ${word}`, role: 'button' };
    item.tooltip = plainTooltip(lines);
    item.backgroundColor = isProblem ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  store.add(engine.onState(update));
  update();
  item.show();
  return {
    refresh(next) {
      extras = next;
      update();
    },
    dispose: () => store.dispose(),
  };
}

/** Model and file names are not ours: they are shown as text, whatever markup they spell. */
function plainTooltip(lines: readonly string[]): MarkdownString {
  return new MarkdownString().appendText(lines.join('\n\n'));
}
