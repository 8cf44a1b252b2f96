import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { installServer } from '../vscode/installServer.ts';
import { places } from '../vscode/places.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { startServer } from '../vscode/server.ts';
import { hostBundle } from './bundleHostTests.ts';
import { hostResultVariable } from './hostResult.ts';

const timeoutMs = 300_000;

/** Runs the bundled host tests in a VS Code server. Resolves when the host says it is done; rejects when it never does. */
export async function runInServer(vsix: string, resultFile: string): Promise<void> {
  const print = (line: string): void => console.log(line);
  const installed = await installServer(print);
  const chromium = await installChromium(print);
  const sample = copySample();
  const server = await startServer(installed, {
    packages: [vsix],
    environment: { [hostResultVariable]: resultFile },
    temporary: [sample.parent],
    isTestDriver: true,
  });
  try {
    const browser = await openBrowser(chromium);
    try {
      const { page } = browser;
      let finish: (code: number) => void = () => {};
      const finished = new Promise<number>((resolve) => {
        finish = resolve;
      });
      // The workbench calls these when the extension host has run the tests.
      await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
      await page.exposeFunction('codeAutomationLog', () => {});
      // A page that asks whether to leave would wait for ever.
      page.on('dialog', (dialog) => void dialog.dismiss());
      const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
      await page.goto(
        server.address(sample.folder, [
          ['extensionDevelopmentPath', remote(join(places.root, 'test/host/driver'))],
          ['extensionTestsPath', remote(hostBundle)],
        ]),
      );
      const late = new AbortController();
      const tooLate = setTimeout(timeoutMs, 'late' as const, { signal: late.signal });
      const outcome = await Promise.race([finished, tooLate, server.ended.then(() => 'ended' as const)]);
      tooLate.catch(() => {});
      late.abort();
      if (outcome === 0 || outcome === 1) return;
      await page.screenshot({ path: join(places.output, 'host.png') });
      throw new Error(`No end of the tests (${outcome}). The server wrote:\n${server.log()}`);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
