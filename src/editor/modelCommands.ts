import { ConfigurationTarget, Uri, l10n, window, workspace } from 'vscode';
import { dirname } from 'node:path';
import type { SettingKey } from '../base/settings.ts';
import type { Settings } from './settings.ts';

const modelPath = 'model.path' satisfies SettingKey;

/**
 * Asks for a GGUF file, or the starter model, and writes the choice to the user's settings, which loads it. Choosing the
 * present file again changes no setting, so `reload` is called: the file may be back in its place, or mended.
 */
export async function chooseModel(settings: Settings, reload: () => Promise<void>): Promise<void> {
  const present = settings.get(modelPath).trim();
  const browse = {
    label: `$(folder-opened) ${l10n.t('Choose a GGUF file…')}`,
    detail: l10n.t('A model file on this machine, such as Qwen3.5-4B-Q4_K_M.gguf'),
  };
  const starter = {
    label: `$(package) ${l10n.t('Use the starter model')}`,
    detail: l10n.t('Comes with Parity. Completes lines of code and cannot chat.'),
  };
  const choice =
    present === ''
      ? browse
      : await window.showQuickPick([browse, starter], { placeHolder: l10n.t('The model in use is {0}', present) });
  if (choice === undefined) return;
  if (choice === starter) {
    await workspace.getConfiguration('parity').update(modelPath, undefined, ConfigurationTarget.Global);
    return;
  }
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Choose a Model File'),
      openLabel: l10n.t('Use This Model'),
      filters: { [l10n.t('GGUF models')]: ['gguf'] },
      ...(present === '' ? {} : { defaultUri: Uri.file(dirname(present)) }),
    })) ?? [];
  if (file === undefined) return;
  if (file.fsPath === present) return reload();
  await workspace.getConfiguration('parity').update(modelPath, file.fsPath, ConfigurationTarget.Global);
}
