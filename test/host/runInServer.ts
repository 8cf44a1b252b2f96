import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { installServer } from '../vscode/installServer.ts';
import { places } from '../vscode/places.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { startServer } from '../vscode/server.ts';

const timeoutMs = 300_000;

/** What runs in the extension host of a VS Code server. Paths are absolute. */
export interface HostRun {
  /** Installed before the window opens. */
  readonly packages: readonly string[];
  /** The extension under development, without which VS Code runs nothing. */
  readonly developmentExtension: string;
  /** A CommonJS module with an exported function `run`. */
  readonly bundle: string;
  /** How the module learns where to leave its result, for instance. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Resolves when the extension host says it is done, well or not; rejects when it never does. */
export async function runInServer({ packages, developmentExtension, bundle, environment }: HostRun): Promise<void> {
  const print = (line: string): void => console.log(line);
  const installed = await installServer(print);
  const chromium = await installChromium(print);
  const sample = copySample();
  const server = await startServer(installed, {
    packages,
    environment,
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
          ['extensionDevelopmentPath', remote(developmentExtension)],
          ['extensionTestsPath', remote(bundle)],
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
