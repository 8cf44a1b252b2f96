import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { Settings } from './settings.ts';

/** Absolute path of the file to load: the one the settings name, else the model that comes with the extension. */
export function wantedModelPath(context: ExtensionContext, settings: Settings): string {
  const path = settings.get('model.path').trim();
  return path === '' ? context.asAbsolutePath(join('media', 'models', 'starter.gguf')) : path;
}
