import { access, constants } from 'node:fs/promises';
import * as path from 'node:path';

/**
 * The ripgrep that VS Code brings for its own search, or undefined. It has moved between releases: a package of one
 * platform or of all, inside `node_modules` or unpacked beside the archive of them. `appRoot` is `vscode.env.appRoot`.
 */
export async function ripgrepPath(appRoot: string): Promise<string | undefined> {
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const candidates = ['node_modules', 'node_modules.asar.unpacked'].flatMap((modules) => [
    path.join(appRoot, modules, '@vscode', 'ripgrep', 'bin', program),
    path.join(appRoot, modules, '@vscode', 'ripgrep-universal', 'bin', `${process.platform}-${process.arch}`, program),
  ]);
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
