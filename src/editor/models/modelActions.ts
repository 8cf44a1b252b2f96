import { basename } from 'node:path';
import { ConfigurationTarget, Uri, commands, env, l10n, window, workspace } from 'vscode';
import type { SettingKey } from '../../base/settings.ts';
import { removeModel } from '../../models/ownFolder.ts';
import type { Settings } from '../settings.ts';
import type { RowSubject } from './treeRow.ts';

/** Loads a file, or the starter model. Choosing the present one again changes no setting, so it is loaded anew. */
export async function useModel(
  path: string | undefined,
  settings: Settings,
  reload: () => Promise<void>,
): Promise<void> {
  if (settings.get('model.path').trim() === (path ?? '')) return reload();
  await update('model.path', path);
}

/** Asks, for what is deleted is gone; never deletes outside of Parity's own folder. */
export async function removeInstalled(path: string, folder: string, settings: Settings): Promise<boolean> {
  const remove = l10n.t('Delete');
  const choice = await window.showWarningMessage(
    l10n.t('Delete {0} from this machine?', basename(path)),
    { modal: true, detail: l10n.t('The file is deleted, not moved to the trash. You can download it again.') },
    remove,
  );
  if (choice !== remove) return false;
  // First, or the engine would look for it in vain.
  if (settings.get('model.path').trim() === path) await update('model.path', undefined);
  await removeModel(path, folder);
  return true;
}

/** In the file manager; where there is none, as in a browser or on a remote machine, the path goes to the clipboard. */
export async function reveal(path: string): Promise<void> {
  if (env.remoteName === undefined && (await commands.getCommands(true)).includes('revealFileInOS')) {
    await commands.executeCommand('revealFileInOS', Uri.file(path));
    return;
  }
  await env.clipboard.writeText(path);
  window.setStatusBarMessage(l10n.t('The path was copied: {0}', path), 5_000);
}

export async function addAdapter(given: string | undefined, settings: Settings): Promise<void> {
  const path = given ?? (await askForAdapter());
  const present = settings.get('model.adapters');
  if (path === undefined || present.some((adapter) => adapter.path === path)) return;
  await update('model.adapters', [...present, { path, scale: 1 }]);
}

export async function removeAdapter(path: string, settings: Settings): Promise<void> {
  const left = settings.get('model.adapters').filter((adapter) => adapter.path !== path);
  await update('model.adapters', left.length === 0 ? undefined : left);
}

async function askForAdapter(): Promise<string | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Choose a LoRA Adapter'),
      openLabel: l10n.t('Add This Adapter'),
      filters: { [l10n.t('GGUF adapters')]: ['gguf'] },
    })) ?? [];
  return file?.fsPath;
}

/** Where the file of a row is. */
export function pathOf(subject: RowSubject): string | undefined {
  switch (subject.kind) {
    case 'quant':
      return subject.quant.localPath;
    case 'file':
      return subject.entry.file.path;
    case 'other-file':
    case 'adapter':
      return subject.path;
    case 'section':
    case 'model':
    case 'starter':
    case 'download':
      return undefined;
  }
}

async function update(key: SettingKey, value: unknown): Promise<void> {
  await workspace.getConfiguration('parity').update(key, value, ConfigurationTarget.Global);
}
