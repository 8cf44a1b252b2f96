import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { settingDefinitions } from '../../src/base/settings.ts';
import type { Dialogue } from '../engine/dialogue.ts';
import { type Browser, type BrowserOptions, openBrowser } from '../vscode/browser.ts';
import type { Theme } from '../vscode/editorSettings.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { installServer } from '../vscode/installServer.ts';
import { packagedExtension } from '../vscode/packagedExtension.ts';
import { places } from '../vscode/places.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { startServer, type VscodeServer } from '../vscode/server.ts';
import { openWindow, statusItem } from '../vscode/workbench.ts';
import { bundleScriptedWorker } from './bundleScriptedWorker.ts';

export interface ParityWindowOptions {
  readonly settings?: Settings;
  readonly theme?: Theme;
  readonly trust?: 'given' | 'asked';
  /** `none`: an empty window. */
  readonly workspace?: 'sample' | 'none';
  /** What the engine says. Absent: the real engine with the starter model. */
  readonly dialogue?: Dialogue;
  readonly browser?: BrowserOptions;
  /** Added to what the extension sees. */
  readonly environment?: Readonly<Record<string, string>>;
}

type Settings = Readonly<Record<string, unknown>>;

/** VS Code with the packaged extension, as a person has it: in a browser, on a copy of the sample workspace. */
export interface ParityWindow {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: VscodeServer;
  /** Absolute path of the open folder. */
  readonly folder: string;
}

/**
 * Opens a window before the tests of the enclosing block and closes it after them; the function it gives is for use
 * within tests. Keeps a screenshot and the server's log of each test that fails.
 */
export function useParityWindow(options: ParityWindowOptions = {}): () => ParityWindow {
  let open: ParityWindow | undefined;
  beforeAll(async () => {
    const browserOpened = installChromium(console.log).then((chromium) => openBrowser(chromium, options.browser));
    // Whoever awaits it hears of a failure.
    browserOpened.catch(() => {});
    const installed = await installServer(console.log);
    const sample = copySample();
    const scripted = options.dialogue === undefined ? {} : await scriptedEngine(options.dialogue, sample.parent);
    const environment = { ...options.environment, ...scripted };
    const server = await startServer(installed, {
      packages: [packagedExtension()],
      settings: {
        ...(options.theme === undefined ? {} : { 'workbench.colorTheme': options.theme }),
        ...settingsWhere(options.settings, (isMachine) => !isMachine),
      },
      machineSettings: settingsWhere(options.settings, (isMachine) => isMachine),
      trust: options.trust ?? 'given',
      environment,
      temporary: [sample.parent],
      recordsConnections: true,
    });
    const browser = await browserOpened;
    open = { page: browser.page, browser, server, folder: sample.folder };
    await openWindow(browser.page, server.address(options.workspace === 'none' ? undefined : sample.folder));
    await statusItem(browser.page, 'Parity:').waitFor({ timeout: 60_000 });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && open !== undefined) await keepEvidence(open, task.name);
  });
  afterAll(async () => {
    await Promise.all([open?.browser.close(), open?.server.stop()]);
  });
  return () => {
    if (open === undefined) throw new Error('The window is open only while tests run.');
    return open;
  };
}

/** With PARITY_SCREENSHOTS=1, replaces a picture of the documentation, `media/<name>.png`: of the window, or a part of it. */
export async function takePicture(page: Page, name: string, part?: Locator): Promise<void> {
  if (process.env['PARITY_SCREENSHOTS'] !== '1') return;
  // The language server's progress is no part of the picture.
  await statusItem(page, 'Analyzing').waitFor({ state: 'hidden' });
  await (part ?? page).screenshot({ path: join(places.root, 'media', `${name}.png`), animations: 'disabled' });
}

function settingsWhere(settings: Settings = {}, isWanted: (isMachine: boolean) => boolean): Settings {
  const machine = Object.entries(settingDefinitions).filter(([, { scope }]) => scope === 'machine');
  const keys = new Set(machine.map(([key]) => `parity.${key}`));
  return Object.fromEntries(Object.entries(settings).filter(([key]) => isWanted(keys.has(key))));
}

async function scriptedEngine(dialogue: Dialogue, parent: string): Promise<Record<string, string>> {
  const script = join(parent, 'dialogue.json');
  writeFileSync(script, JSON.stringify(dialogue));
  return { PARITY_ENGINE_WORKER: await bundleScriptedWorker(), PARITY_SCRIPT: script };
}

async function keepEvidence({ page, server }: ParityWindow, test: string): Promise<void> {
  mkdirSync(places.output, { recursive: true });
  const folder = mkdtempSync(join(places.output, `${test.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 60)}-`));
  writeFileSync(join(folder, 'server.log'), server.log());
  writeFileSync(join(folder, 'parity.log'), server.extensionLog('Parity'));
  await page.screenshot({ path: join(folder, 'window.png') });
  console.log(`Kept a screenshot in ${folder}`);
}
