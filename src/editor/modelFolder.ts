import { isAbsolute, join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { Settings } from './settings.ts';

/** Absolute path of the folder that downloaded models are kept in. */
export function modelFolder(context: ExtensionContext, settings: Settings): string {
  const chosen = settings.get('model.folder').trim();
  return isAbsolute(chosen) ? chosen : join(context.globalStorageUri.fsPath, 'models');
}
