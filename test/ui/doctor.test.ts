/** Parity: Doctor on a machine where all is well, and with a model file that is broken; and the walkthrough. */
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { ghostText, goToLine, lineAtCursor, openFile, runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { takeModelFile } from './takeModelFile.ts';
import { workerProcess } from './workerProcess.ts';

const cut = join(temporaryFolder(), 'cut.gguf');
beforeAll(() => makeTinyModel(cut, { zeroWeights: true, keepBytes: 100_000 }));

const parity = useParityWindow();

/** The last report, laid out. */
function report(): FrameLocator {
  return parity().page.frameLocator('.webview.ready').frameLocator('iframe#active-frame');
}

async function examine(verdict: RegExp): Promise<string> {
  const { page } = parity();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await runCommand(page, 'Parity: Doctor');
  await toast(page, verdict).waitFor({ timeout: 60_000 });
  await report().locator('strong', { hasText: verdict }).waitFor();
  return report().locator('body').innerText();
}

it('opens the walkthrough, whose second step shows a suggestion in a new file', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await runCommand(page, 'Parity: Get Started');
  const walkthrough = page.locator('.gettingStartedContainer');
  await expect
    .poll(() => walkthrough.locator('.step-title').allInnerTexts())
    .toEqual(['Choose a model', 'See your first suggestion', 'Let the chat edit a file', 'Measure it on your code']);
  await walkthrough.locator('.getting-started-step', { hasText: 'See your first suggestion' }).click();
  await walkthrough.getByRole('button', { name: 'Try It in a New File' }).click();
  await ghostText(page).first().waitFor({ timeout: 30_000 });
  expect(await lineAtCursor(page)).toBe('for row in rows:');
});

it('finds nothing wrong on a machine where Parity works', async () => {
  const text = await examine(/No problem was found/);
  expect(text).not.toMatch(/Problem ·|Not checked ·/);
  expect(text).toMatch(/Header: Parity Starter/);
});

it('copies the report', async () => {
  const { page } = parity();
  await toast(page, 'No problem was found').getByRole('button', { name: 'Copy Report' }).click();
  await toast(page, 'No problem was found').waitFor({ state: 'hidden' });
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('# Parity: Doctor');
});

it('is offered for an engine that keeps dying, and leads to the way out', async () => {
  const { page, server } = parity();
  await openFile(page, 'tools/report.py');
  for (let kills = 0; kills < 3; kills += 1) {
    // Wakes the engine, after the pause that follows a crash.
    await goToLine(page, 22, 80);
    await page.keyboard.press('Enter');
    await page.keyboard.type('for sale in ', { delay: 10 });
    await statusItem(page, 'Parity: ready').waitFor({ timeout: 30_000 });
    await runCommand(page, 'Notifications: Clear All Notifications');
    process.kill(workerProcess(server) ?? 0, 'SIGKILL');
    await statusItem(page, kills < 2 ? 'Parity: idle' : 'Parity: halted').waitFor();
  }
  const halt = toast(page, 'The engine stopped by itself 3 times within 5 minutes (SIGKILL)');
  await halt.getByRole('button', { name: 'Doctor' }).click();
  const verdict = toast(page, '1 problem was found');
  await verdict.waitFor({ timeout: 60_000 });
  const body = report().locator('body');
  await expect.poll(() => body.innerText()).toContain('Then run Parity: Restart Engine; if it stops again');
  await verdict.getByRole('button', { name: 'Restart Engine' }).click();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 30_000 });
  expect(workerProcess(server)).toBeDefined();
});

it('names a broken model file, with the way to another one beside it', async () => {
  const { page } = parity();
  await runCommand(page, 'Parity: Choose Model File');
  await takeModelFile(page, cut);
  await statusItem(page, 'Parity: problem').waitFor({ timeout: 60_000 });
  await examine(/\d problems? (was|were) found/);
  const body = report().locator('body');
  // The report before had as many problems: the new one takes its place a moment after the notification.
  await expect.poll(() => body.innerText()).toContain('cut.gguf cannot be used: the file is cut off');
  const text = await body.innerText();
  expect(text).toContain('What to do: Run Parity: Choose Model File from the command palette.');
  await toast(page, /Doctor: \d/)
    .getByRole('button', { name: 'Choose Model File' })
    .click();
  await page.getByPlaceholder('The model in use is').waitFor();
  await page.keyboard.press('Escape');
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
