import { MarkdownString, StatusBarAlignment, ThemeColor, l10n, window } from 'vscode';
import type { CommandId } from '../base/commands.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { WatchedState } from '../engine/combineStates.ts';
import type { EngineState } from '../engine/statefulEngine.ts';
import { describeError } from './describeError.ts';
import { describeModel } from './describeModel.ts';

/** What the engine's state does not tell. */
export interface StatusExtras {
  readonly areCompletionsOn: boolean;
  readonly isAnswering: boolean;
}

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
    const { glyph, word, detail } = statusOf(engine.state, extras);
    item.text = `$(${glyph}) Parity: ${word}`;
    item.accessibilityInformation = { label: `Parity: ${word}`, role: 'button' };
    item.tooltip = plainTooltip(detail);
    item.backgroundColor =
      engine.state.kind === 'failed' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
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

interface Status {
  readonly glyph: string;
  readonly word: string;
  readonly detail: string;
}

function statusOf(state: EngineState, { areCompletionsOn, isAnswering }: StatusExtras): Status {
  switch (state.kind) {
    case 'stopped':
      return {
        glyph: 'circle-outline',
        word: l10n.t('idle'),
        detail: l10n.t('The engine starts with the next request.'),
      };
    case 'loading': {
      const percent = Math.round(state.progress.fraction * 100);
      return {
        glyph: 'loading~spin',
        word: l10n.t('loading {0}%', percent),
        detail: l10n.t('Loading {0}', state.name),
      };
    }
    case 'failed':
      return { glyph: 'warning', word: l10n.t('problem'), detail: describeError(state.error).text };
    case 'ready': {
      const detail = describeModel(state.model);
      if (isAnswering) return { glyph: 'comment-discussion', word: l10n.t('writing'), detail };
      if (!areCompletionsOn) return { glyph: 'circle-slash', word: l10n.t('completions off'), detail };
      return { glyph: 'check', word: l10n.t('ready'), detail };
    }
  }
}

/** Model and file names are not ours: they are shown as text, whatever markup they spell. */
function plainTooltip(text: string): MarkdownString {
  return new MarkdownString().appendText(text);
}
