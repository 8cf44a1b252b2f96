/** Two windows of VS Code, each with an extension host of its own, and the one engine that they share. */
import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ghostText, goToLine, openFile, openWindow, statusItem } from '../vscode/workbench.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { useParityWindow } from './parityWindow.ts';
import { extensionHosts, workerProcess, workerProcesses } from './workerProcess.ts';

const parity = useParityWindow();
const other = copySample();
afterAll(() => rmSync(other.parent, { recursive: true, force: true }));

let second: Page;
let engine: number | undefined;
let firstHost: number | undefined;

it('serves two windows from one process', async () => {
  const { page, browser, server } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  engine = workerProcess(server);
  expect(engine).toBeDefined();
  await complete(page);
  [firstHost] = extensionHosts(server);

  second = await browser.context.newPage();
  await openWindow(second, server.address(other.folder));
  await statusItem(second, 'Parity: ready').waitFor({ timeout: 60_000 });
  await complete(second);
  expect(workerProcesses(server)).toEqual([engine]);
});

it('goes on for the other window when the one that started it dies', async () => {
  const { server } = parity();
  expect(extensionHosts(server).length).toBe(2);
  process.kill(firstHost ?? 0, 'SIGKILL');
  await complete(second);
  expect(workerProcesses(server)).toEqual([engine]);
});

it('ends with the last window', async () => {
  const { server } = parity();
  await server.stop();
  await expect.poll(() => workerProcesses(server), { timeout: 15_000 }).toEqual([]);
});

/** Types what the starter model knows how to continue, and takes it back. */
async function complete(page: Page): Promise<void> {
  await page.bringToFront();
  await openFile(page, 'src/cart.ts');
  await goToLine(page, 40, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('for (const line of ', { delay: 30 });
  await ghostText(page).first().waitFor();
  await page.keyboard.press('Escape');
}
