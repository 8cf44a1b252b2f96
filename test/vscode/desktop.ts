import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A desktop VS Code that can show a window here, or why there is none, in one clause. */
export type DesktopVscode =
  { readonly kind: 'found'; readonly executable: string } | { readonly kind: 'absent'; readonly reason: string };

export function findDesktopVscode(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): DesktopVscode {
  const hasDisplay =
    platform === 'win32' ||
    platform === 'darwin' ||
    [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some((value) => value !== undefined && value !== '');
  if (!hasDisplay) return { kind: 'absent', reason: 'there is no display' };
  const named = environment['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') return { kind: 'found', executable: named };
  const name = platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const executable = join(folder, name);
    try {
      accessSync(executable, constants.X_OK);
      return { kind: 'found', executable };
    } catch {
      // Not in this folder.
    }
  }
  return { kind: 'absent', reason: 'VSCODE_EXECUTABLE is not set and there is no `code` on the PATH' };
}
