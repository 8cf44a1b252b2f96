import { l10n, window, workspace } from 'vscode';
import { AppError } from '../../base/appError.ts';

/** The folder to benchmark: absolute path. Undefined: given up. Throws when there is none, or it is not trusted. */
export async function chooseFolder(): Promise<string | undefined> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [first, ...more] = folders;
  if (first === undefined) throw new AppError('benchmark-no-folder', {});
  if (!workspace.isTrusted) throw new AppError('benchmark-untrusted', {});
  if (more.length === 0) return first.uri.fsPath;
  const picked = await window.showWorkspaceFolderPick({ placeHolder: l10n.t('Which folder is to be measured on?') });
  return picked?.uri.scheme === 'file' ? picked.uri.fsPath : undefined;
}
