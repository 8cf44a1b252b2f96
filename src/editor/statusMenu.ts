import { type QuickPickItem, QuickPickItemKind, commands, l10n, window } from 'vscode';
import type { CommandId } from '../base/commands.ts';
import type { ModelDescription } from '../engine/engine.ts';
import type { EngineState } from '../engine/statefulEngine.ts';
import type { MenuCosts } from './costs/showCosts.ts';
import { describeError } from './errors/describeError.ts';
import type { ServingFacts } from './serving/connectServing.ts';
import { countsPhrase } from './serving/servingWords.ts';
import { describeModel } from './describeModel.ts';
import { concessions, memoryPhrase } from './describePlace.ts';

interface MenuEntry extends QuickPickItem {
  readonly command?: CommandId;
}

export interface MenuFacts {
  /** Which engine serves which; two that are one and the same are told once. */
  readonly completion: EngineState;
  readonly chat: EngineState;
  readonly areCompletionsOn: boolean;
  readonly completionStatistics: string;
  /** The download that is under way, in words. */
  readonly download: string | undefined;
  readonly costs: MenuCosts;
  /** Undefined: other programs do not use the local model through this window. */
  readonly serving: ServingFacts | undefined;
}

/** What a click on the status bar opens: the state in words, and what can be done about it. */
export async function showStatusMenu(facts: MenuFacts): Promise<void> {
  const { areCompletionsOn, completionStatistics, download, costs } = facts;
  const entries: MenuEntry[] = [
    { label: l10n.t('Engine'), kind: QuickPickItemKind.Separator },
    ...engineEntries(facts),
    {
      label: `$(library) ${l10n.t('Models')}`,
      ...(download === undefined ? {} : { detail: download }),
      command: 'parity.openModels',
    },
    {
      label: `$(plug) ${l10n.t('Choose what completes code and what answers in the chat')}`,
      command: 'parity.chooseEngines',
    },
    servingEntry(facts.serving),
    { label: `$(debug-restart) ${l10n.t('Restart the engine')}`, command: 'parity.restartEngine' },
    { label: `$(pulse) ${l10n.t('Doctor: check what is wrong')}`, command: 'parity.doctor' },
    { label: `$(output) ${l10n.t('Show the log')}`, command: 'parity.showLog' },
    { label: l10n.t('Completions'), kind: QuickPickItemKind.Separator },
    {
      label: `$(${areCompletionsOn ? 'check' : 'circle-slash'}) ${areCompletionsOn ? l10n.t('Completions are on here') : l10n.t('Completions are off here')}`,
      detail: completionStatistics,
      command: 'parity.toggleCompletions',
    },
    { label: `$(question) ${l10n.t('Why was nothing suggested?')}`, command: 'parity.explainCompletion' },
    { label: l10n.t('Costs'), kind: QuickPickItemKind.Separator },
    { label: `$(credit-card) ${costs.spent}`, detail: costs.saved, command: 'parity.showCosts' },
    { label: l10n.t('Chat'), kind: QuickPickItemKind.Separator },
    { label: `$(comment-discussion) ${l10n.t('Open the chat')}`, command: 'parity.openChat' },
    { label: `$(rocket) ${l10n.t('Get started')}`, command: 'parity.openWalkthrough' },
  ];
  const choice = await window.showQuickPick(entries, { title: 'Parity', matchOnDetail: true });
  if (choice?.command !== undefined) await commands.executeCommand(choice.command);
}

function servingEntry(serving: ServingFacts | undefined): MenuEntry {
  const command = 'parity.serveModel';
  if (serving === undefined) {
    return { label: `$(radio-tower) ${l10n.t('Serve the local model to other programs')}`, command };
  }
  const label = `$(radio-tower) ${l10n.t('Serving the local model at {0}', serving.url)}`;
  return { label, detail: countsPhrase(serving.counts), command };
}

function engineEntries({ completion, chat }: MenuFacts): MenuEntry[] {
  const [forCompletions, forChat] = [stateLine(completion), stateLine(chat)];
  if (forCompletions.line === forChat.line) return [entryFor(forChat.line, forChat.detail)];
  return [
    entryFor(l10n.t('Completions: {0}', forCompletions.line), forCompletions.detail),
    entryFor(l10n.t('Chat: {0}', forChat.line), forChat.detail),
  ];
}

function entryFor(line: string, detail: string | undefined): MenuEntry {
  return { label: `$(chip) ${line}`, ...(detail === undefined ? {} : { detail }), command: 'parity.openModels' };
}

function stateLine(state: EngineState): { readonly line: string; readonly detail: string | undefined } {
  switch (state.kind) {
    case 'stopped':
      return {
        line:
          state.model === undefined
            ? l10n.t('The engine is idle')
            : l10n.t('{0} is idle, and wakes with the next request', state.model.name),
        detail: undefined,
      };
    case 'loading':
      return { line: l10n.t('Loading, {0}%', Math.round(state.progress.fraction * 100)), detail: state.name };
    case 'failed':
      return { line: describeError(state.error).text, detail: undefined };
    case 'ready':
      return { line: describeModel(state.model), detail: detailOf(state.model) };
  }
}

function detailOf({ place }: ModelDescription): string | undefined {
  if (place.kind === 'remote') return undefined;
  return [memoryPhrase(place.memory), ...concessions(place)].join(' · ');
}
