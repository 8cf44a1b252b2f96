import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorSettings } from './editorSettings.ts';
import { type GuardedProcess, startGuarded } from './guardedProcess.ts';
import { runToEnd } from './runToEnd.ts';
import type { SampleCopy } from './sampleCopy.ts';

/** Opens a desktop VS Code with the extension and throw-away state. Ends when its window is closed. */
export async function startDesktop(executable: string, vsix: string, sample: SampleCopy): Promise<GuardedProcess> {
  const state = mkdtempSync(join(tmpdir(), 'parity-vscode-'));
  mkdirSync(join(state, 'data/User'), { recursive: true });
  writeFileSync(join(state, 'data/User/settings.json'), JSON.stringify(editorSettings, undefined, 2));
  const own = [`--user-data-dir=${state}/data`, `--extensions-dir=${state}/extensions`];
  await runToEnd(executable, [...own, '--install-extension', vsix, '--force']);
  const window = ['--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'];
  return startGuarded(executable, [...own, ...window, sample.folder], { temporary: [state, sample.parent] });
}
