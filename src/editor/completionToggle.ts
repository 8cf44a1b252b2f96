import { ConfigurationTarget, type TextDocument, l10n, window, workspace } from 'vscode';
import type { SettingKey } from '../base/settings.ts';
import type { Settings } from './settings.ts';

const enabled = 'completion.enabled' satisfies SettingKey;

export function areCompletionsOn(settings: Settings, document: TextDocument | undefined): boolean {
  return settings.get(enabled, document);
}

/** Flips completions for everything, or for the language at hand: the user says which. */
export async function toggleCompletions(settings: Settings): Promise<void> {
  const document = window.activeTextEditor?.document;
  const languageId = document?.languageId;
  const isOn = areCompletionsOn(settings, document);
  const everywhere = {
    label: isOn ? l10n.t('Turn completions off everywhere') : l10n.t('Turn completions on everywhere'),
    scope: 'all',
  } as const;
  const here = {
    label: isOn
      ? l10n.t('Turn completions off for {0}', languageId ?? '')
      : l10n.t('Turn completions on for {0}', languageId ?? ''),
    scope: 'language',
  } as const;
  const choice = languageId === undefined ? everywhere : await window.showQuickPick([everywhere, here]);
  if (choice === undefined) return;
  const scope = choice.scope === 'language' && languageId !== undefined ? { languageId } : undefined;
  await workspace
    .getConfiguration('parity', scope)
    .update(enabled, !isOn, ConfigurationTarget.Global, scope !== undefined);
}
