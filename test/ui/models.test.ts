/** The Models view: what fits, what is on this machine already, a download from a mirror, and names that never were. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAdapter, makeScriptedAdapter } from '../model/makeAdapter.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { greetingScript } from '../model/script.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { startFaultyServer } from '../models/download/faultyServer.ts';
import { places } from '../vscode/places.ts';
import { ghostText, goToLine, openFile, pick, runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';

const mirror = await startFaultyServer();
afterAll(() => mirror.close());
const address = 'owner/Starter-GGUF/other-name.gguf';
mirror.files.set(address, { content: readFileSync(join(places.root, 'media/models/starter.gguf')) });

const starter = join(places.root, 'media/models/starter.gguf');
const cache = temporaryFolder();
const snapshot = join(cache, 'hub/models--someone--Greeting-GGUF/snapshots/0123abcd');
const folder = temporaryFolder();

beforeAll(async () => {
  mkdirSync(snapshot, { recursive: true });
  copyFileSync(starter, join(snapshot, 'Copy-of-Starter.gguf'));
  await makeScriptedModel(join(snapshot, 'Greeting-Q8_0.gguf'), greetingScript, 'Greeting');
  makeScriptedAdapter(join(snapshot, 'Manners.gguf'), greetingScript, 'Hello from', ' **model**.');
  makeAdapter(join(snapshot, 'Stranger.gguf'), { pairs: [{ weight: 'output.weight', a: [32, 1], b: [1, 32] }] });
  await makeTinyModel(join(snapshot, 'cut.gguf'), { zeroWeights: true, keepBytes: 100_000 });
});

const parity = useParityWindow({
  environment: { HF_HOME: cache },
  settings: { 'parity.download.huggingFaceUrl': mirror.hub.href, 'parity.model.folder': folder },
  browser: { width: 1280, height: 860 },
});

/** A row of the view. What it says beside its label is in its text. */
function row(text: string | RegExp): Locator {
  return parity().page.locator('.part.sidebar .pane .monaco-list-row', { hasText: text }).first();
}

/** Clicks a button of a row, which is there while the pointer is. */
async function act(text: string | RegExp, button: string): Promise<void> {
  await row(text).hover();
  await row(text).getByRole('button', { name: button }).click();
  // Or the row's tooltip would lie over the rows below.
  await parity().page.mouse.move(1000, 600);
}

/** Takes an entry of a row's context menu. */
async function choose(text: string | RegExp, entry: string): Promise<void> {
  const { page } = parity();
  await row(text).click({ button: 'right' });
  // By the keyboard: the menu ignores a mouse that clicks as soon as it is open.
  await page.getByRole('menuitem', { name: entry }).hover();
  await page.keyboard.press('Enter');
}

/** Drags its edge, for rows that are longer than the view is wide at first. */
async function widenSideBar(pixels: number): Promise<void> {
  const { page } = parity();
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('There is no side bar.');
  const edge = box.x + box.width;
  await page.mouse.move(edge, 400);
  await page.mouse.down();
  await page.mouse.move(edge + pixels, 400, { steps: 5 });
  await page.mouse.up();
}

async function find(text: string): Promise<void> {
  const { page } = parity();
  await runCommand(page, 'Parity: Find a Model by Name or Address');
  const picker = page.locator('.quick-input-widget', { hasText: 'Find a Model by Name or Address' });
  await picker.locator('input').first().fill(text);
}

it('recommends a model for this machine and says why, without a connection', async () => {
  const { page, server } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await runCommand(page, 'Parity: Open Models');
  const message = page.locator('.part.sidebar .pane .message', { hasText: 'Recommended: Qwen3.5' });
  await message.waitFor({ timeout: 60_000 });
  expect(await message.innerText()).toMatch(/which runs .* pace and leaves .* free/);
  // Room for all rows.
  await page.locator('.part.sidebar .pane-header', { hasText: 'Chat' }).click();
  await row('Starter model').filter({ hasText: 'in use' }).waitFor();
  expect(server.outsideConnections()).toEqual([]);
});

it('lists what other programs have, and why a file cannot be used', async () => {
  await row('Greeting-Q8_0.gguf').filter({ hasText: 'Hugging Face cache' }).waitFor();
  await row('cut.gguf').filter({ hasText: 'cannot be used: is cut off' }).waitFor();
});

it('lists every size of Qwen 3.5 with what it needs', async () => {
  const { page } = parity();
  await widenSideBar(160);
  await row('All Models').click();
  await row('Qwen3.5 397B-A17B').waitFor();
  // The one below "All Models", not the recommended one.
  const nineB = page.locator('.part.sidebar .pane .monaco-list-row', { hasText: 'Qwen3.5 9B' }).last();
  await nineB.click();
  await row('Q4_K_M')
    .filter({ hasText: /5\.68 GB/ })
    .waitFor();
  await page.mouse.move(900, 400);
  await takePicture(page, 'models', page.locator('.part.sidebar'));
  await nineB.click();
  await row('All Models').click();
  await row('Qwen3.5 397B-A17B').waitFor({ state: 'detached' });
});

it('uses models where they are, and completes with one that can', async () => {
  const { page } = parity();
  await act('Greeting-Q8_0.gguf', 'Use Model');
  await row('Greeting-Q8_0.gguf').filter({ hasText: 'in use' }).waitFor();
  const isLoaded = async (line: RegExp): Promise<boolean> => {
    await runCommand(page, 'Parity: Show Status Menu');
    const menu = page.locator('.quick-input-list');
    await menu.getByText('Restart the engine').waitFor();
    const count = await menu.locator('.monaco-list-row', { hasText: line }).count();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    return count === 1;
  };
  await expect.poll(() => isLoaded(/Greeting on CPU/), { timeout: 60_000, interval: 1000 }).toBe(true);

  await act('Copy-of-Starter.gguf', 'Use Model');
  await row('Copy-of-Starter.gguf').filter({ hasText: 'in use' }).waitFor();
  await expect.poll(() => isLoaded(/Parity Starter on CPU/), { timeout: 60_000, interval: 1000 }).toBe(true);
  await openFile(page, 'tools/report.py');
  await goToLine(page, 22, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('for sale in ', { delay: 30 });
  await ghostText(page).first().waitFor();
});

it('explains a name that was never released, and offers the nearest model', async () => {
  const { page } = parity();
  await find('Qwen3.5-14B');
  const list = page.locator('.quick-input-list .monaco-list-row');
  await list.filter({ hasText: 'Qwen3.5-14B was never released' }).waitFor();
  await list.filter({ hasText: 'The nearest is Qwen3.5 9B' }).waitFor();
  await list.filter({ hasText: 'Qwen3.5 9B Q4_K_M' }).waitFor();
  await page.keyboard.press('Escape');
});

it('asks before it downloads, and asks the mirror for nothing before that', async () => {
  const { page } = parity();
  mirror.seen.length = 0;
  await find(address);
  await pick(page, address, 'other-name.gguf');
  const consent = page.locator('.quick-input-widget', { hasText: 'Download other-name.gguf?' });
  await consent.filter({ hasText: mirror.hub.host }).waitFor();
  await consent.locator('.monaco-list-row', { hasText: 'Do not download' }).click();
  await consent.waitFor({ state: 'hidden' });
  expect(mirror.seen).toEqual([]);
});

it('shows a download in its row and the status bar, and the finished file among the installed ones', async () => {
  const { page } = parity();
  mirror.faultFor = () => ({ kind: 'throttle', pieceBytes: 8_192 });
  await find(address);
  await pick(page, address, 'other-name.gguf');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'size not known' }).click();
  await row('other-name.gguf').filter({ hasText: 'per second' }).waitFor();
  await statusItem(page, /Parity: downloading \d+%/).waitFor();
  mirror.faultFor = () => ({ kind: 'none' });
  await toast(page, 'other-name.gguf is downloaded and checked.').waitFor({ timeout: 60_000 });
  await row('other-name.gguf')
    .filter({ hasText: /9\.88 MB/ })
    .waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
});

it('shows the adapters of a model beneath it, and removes one that cannot be used from where it says so', async () => {
  const { page } = parity();
  await act('Greeting-Q8_0.gguf', 'Use Model');
  await row('Greeting-Q8_0.gguf').filter({ hasText: 'in use' }).waitFor();
  await act('Manners.gguf', 'Add LoRA Adapter');
  await row('Manners.gguf').filter({ hasText: 'scale 1' }).waitFor();
  await act('Stranger.gguf', 'Add LoRA Adapter');
  await row('Stranger.gguf').filter({ hasText: 'scale 1' }).waitFor();
  await toast(page, 'The adapter Stranger.gguf cannot be used')
    .getByRole('button', { name: 'Remove LoRA Adapter' })
    .click({ timeout: 60_000 });
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Stranger.gguf' }).click();
  await row('Stranger.gguf').filter({ hasText: 'scale 1' }).waitFor({ state: 'detached' });
  await row('Manners.gguf').filter({ hasText: 'scale 1' }).waitFor();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
});

it('shows everything about what a row is for as a page', async () => {
  const { page } = parity();
  const details = page.frameLocator('.webview.ready').frameLocator('iframe#active-frame');
  await row('Stranger.gguf').click();
  await details.getByText('LoRA adapter for').waitFor();
  await choose('Greeting-Q8_0.gguf', 'Show Model Details');
  await details
    .getByText(/Memory: /)
    .first()
    .waitFor();
});

it('asks before it deletes, and then goes back to the starter model', async () => {
  const { page } = parity();
  await act('other-name.gguf', 'Use Model');
  await row('other-name.gguf').filter({ hasText: 'in use' }).waitFor();
  await choose('other-name.gguf', 'Delete Model File');
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
  await row('Starter model').filter({ hasText: 'in use' }).waitFor();
  await row('other-name.gguf').waitFor({ state: 'detached' });
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
