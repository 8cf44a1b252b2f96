import { type QuickPickItem, QuickPickItemKind, commands, l10n, window } from 'vscode';
import type { CommandId } from '../base/commands.ts';
import type { EngineState } from '../engine/statefulEngine.ts';
import { describeError } from './describeError.ts';
import { describeModel } from './describeModel.ts';

interface MenuEntry extends QuickPickItem {
  readonly command?: CommandId;
}

export interface MenuFacts {
  readonly state: EngineState;
  readonly areCompletionsOn: boolean;
  readonly completionStatistics: string;
}

/** What a click on the status bar opens: the state in words, and what can be done about it. */
export async function showStatusMenu({ state, areCompletionsOn, completionStatistics }: MenuFacts): Promise<void> {
  const entries: MenuEntry[] = [
    { label: l10n.t('Engine'), kind: QuickPickItemKind.Separator },
    {
      label: `$(chip) ${modelLine(state)}`,
      detail: l10n.t('Choose another model file'),
      command: 'parity.chooseModel',
    },
    {
      label: `$(plug) ${l10n.t('Choose what completes code and what answers in the chat')}`,
      command: 'parity.chooseEngines',
    },
    { label: `$(debug-restart) ${l10n.t('Restart the engine')}`, command: 'parity.restartEngine' },
    { label: `$(output) ${l10n.t('Show the log')}`, command: 'parity.showLog' },
    { label: l10n.t('Completions'), kind: QuickPickItemKind.Separator },
    {
      label: `$(${areCompletionsOn ? 'check' : 'circle-slash'}) ${areCompletionsOn ? l10n.t('Completions are on here') : l10n.t('Completions are off here')}`,
      detail: completionStatistics,
      command: 'parity.toggleCompletions',
    },
    { label: `$(question) ${l10n.t('Why was nothing suggested?')}`, command: 'parity.explainCompletion' },
    { label: l10n.t('Chat'), kind: QuickPickItemKind.Separator },
    { label: `$(comment-discussion) ${l10n.t('Open the chat')}`, command: 'parity.openChat' },
  ];
  const choice = await window.showQuickPick(entries, { title: 'Parity', matchOnDetail: true });
  if (choice?.command !== undefined) await commands.executeCommand(choice.command);
}

function modelLine(state: EngineState): string {
  switch (state.kind) {
    case 'stopped':
      return l10n.t('The engine is idle');
    case 'loading':
      return l10n.t('Loading, {0}%', Math.round(state.progress.fraction * 100));
    case 'failed':
      return describeError(state.error).text;
    case 'ready':
      return describeModel(state.model);
  }
}
