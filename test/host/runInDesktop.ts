import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { editorSettings } from '../vscode/editorSettings.ts';
import { places } from '../vscode/places.ts';
import { runToEnd } from '../vscode/runToEnd.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { hostBundle } from './bundleHostTests.ts';
import { hostResultVariable } from './hostResult.ts';

/** The same tests in a desktop VS Code, which needs a display (Linux without one: run under xvfb-run). */
export async function runInDesktop(executable: string, vsix: string, resultFile: string): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), 'parity-vscode-'));
  const sample = copySample();
  try {
    mkdirSync(join(state, 'data/User'), { recursive: true });
    writeFileSync(join(state, 'data/User/settings.json'), JSON.stringify(editorSettings));
    const own = [`--user-data-dir=${state}/data`, `--extensions-dir=${state}/extensions`];
    const [commandLine = executable, ...commandArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, {
      reuseMachineInstall: true,
    });
    await runToEnd(commandLine, [...commandArgs, ...own, '--install-extension', vsix, '--force']);
    await runTests({
      vscodeExecutablePath: executable,
      reuseMachineInstall: true,
      extensionDevelopmentPath: join(places.root, 'test/host/driver'),
      extensionTestsPath: hostBundle,
      extensionTestsEnv: { [hostResultVariable]: resultFile },
      launchArgs: [sample.folder, ...own, '--disable-workspace-trust', '--skip-welcome'],
    });
  } finally {
    for (const folder of [state, sample.parent]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
