/** Windows of VS Code, each with an extension host of its own that may die at any time, and the engine that they share. */
import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { uniformNumbers } from '../model/randomNumbers.ts';
import { copySample } from '../vscode/sampleCopy.ts';
import { ghostText, goToLine, openFile, openWindow, statusItem } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { extensionHosts, workerProcess, workerProcesses } from './workerProcess.ts';

interface SharingWindow {
  readonly page: Page;
  /** Process id of its extension host. */
  host: number;
}

const parity = useParityWindow();
const windows: SharingWindow[] = [];
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** In a language that has no server of its own in VS Code: five of those would take longer than all else. */
const file = 'tools/report.py';
const random = uniformNumbers(20_261);
const seenHosts = new Set<number>();
let engine: number | undefined;
let typedLines = 0;

it('serves two windows from one process', async () => {
  const { page, server } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  engine = workerProcess(server);
  expect(engine).toBeDefined();
  await openFile(page, file);
  windows.push({ page, host: (await newHosts(1))[0] ?? 0 });
  await complete(page);
  await openFileIn(await openAnother());
  await finishAtOnce(windows);
  expect(workerProcesses(server)).toEqual([engine]);
});

it('goes on for the other window when the one that started it dies, which then joins the other', async () => {
  await killWhileAllWork(windows.slice(0, 1));
});

it('serves five windows from the same process', async () => {
  const added = [await openAnother(), await openAnother(), await openAnother()];
  await Promise.all(added.map(openFileIn));
  await finishAtOnce(windows);
  expect(workerProcesses(parity().server)).toEqual([engine]);
});

it('goes on for the others, whichever of the five dies', async () => {
  const order = windows.slice(1).map((window) => ({ window, at: random() }));
  for (const { window } of order.toSorted((a, b) => a.at - b.at).slice(0, 2)) await killWhileAllWork([window]);
});

it('goes on for the one that is left when four die at once', async () => {
  const left = windows[Math.floor(random() * windows.length)];
  await killWhileAllWork(windows.filter((window) => window !== left));
});

it('ends with the last window', async () => {
  const { server } = parity();
  await server.stop();
  await expect.poll(() => workerProcesses(server), { timeout: 15_000 }).toEqual([]);
});

/** Gives back the window when its extension host has begun: with two of them nobody could say which is whose. */
async function openAnother(): Promise<SharingWindow> {
  const { browser, server } = parity();
  const { folder, parent } = copySample();
  folders.push(parent);
  const page = await browser.context.newPage();
  await openWindow(page, server.address(folder));
  const window = { page, host: (await newHosts(1))[0] ?? 0 };
  windows.push(window);
  return window;
}

async function openFileIn({ page }: SharingWindow): Promise<void> {
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await openFile(page, file);
}

/** Kills the hosts of `victims` when a random number of all windows has asked for something, and has them come back. */
async function killWhileAllWork(victims: readonly SharingWindow[]): Promise<void> {
  const { server } = parity();
  const others = windows.filter((window) => !victims.includes(window));
  let stillToAsk = 1 + Math.floor(random() * windows.length);
  const work = async (window: SharingWindow): Promise<void> => {
    await typeLine(window.page);
    stillToAsk -= 1;
    if (stillToAsk === 0) victims.forEach(({ host }) => process.kill(host, 'SIGKILL'));
    if (others.includes(window)) await takeSuggestion(window.page);
  };
  await Promise.all(windows.map(work));
  expect(workerProcesses(server)).toEqual([engine]);

  const hosts = await newHosts(victims.length);
  victims.forEach((victim, index) => {
    // Which of several is whose nobody knows; those are not killed again.
    victim.host = hosts[index] ?? 0;
  });
  await finishAtOnce(victims);
  expect(workerProcesses(server)).toEqual([engine]);
}

/** Extension hosts that were not there before. VS Code starts one again by itself, up to twice for each window. */
async function newHosts(count: number): Promise<readonly number[]> {
  const unseen = (): number[] => extensionHosts(parity().server).filter((host) => !seenHosts.has(host));
  await expect.poll(() => unseen().length, { timeout: 30_000 }).toBe(count);
  const found = unseen();
  found.forEach((host) => seenHosts.add(host));
  return found;
}

async function finishAtOnce(some: readonly SharingWindow[]): Promise<void> {
  await Promise.all(
    some.map(async ({ page }) => {
      await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
      await complete(page);
    }),
  );
}

async function complete(page: Page): Promise<void> {
  await typeLine(page);
  await takeSuggestion(page);
}

/** Types what the starter model knows how to continue, after something that makes it another request each time. */
async function typeLine(page: Page): Promise<void> {
  await goToLine(page, 22, 80);
  await page.keyboard.press('Enter');
  typedLines += 1;
  await page.keyboard.insertText(`# ${typedLines}`);
  await page.keyboard.press('Enter');
  await page.keyboard.type('for sale in ', { delay: 10 });
}

/** As a person does to whom nothing is offered: VS Code does not ask for each key of a window that it paints rarely. */
async function takeSuggestion(page: Page): Promise<void> {
  const ghost = ghostText(page).first();
  for (let tries = 0; tries < 2; tries += 1) {
    const isThere = await ghost.waitFor({ timeout: 12_000 }).then(
      () => true,
      () => false,
    );
    if (isThere) break;
    await page.keyboard.press('Backspace');
    await page.keyboard.type(' ');
  }
  await ghost.waitFor();
  await page.keyboard.press('Escape');
}
