/** A model is downloaded from a mirror on this machine, as a person does it: the address, the progress, Use This Model. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { traceOf } from '../models/download/downloadFixture.ts';
import { startFaultyServer } from '../models/download/faultyServer.ts';
import { places } from '../vscode/places.ts';
import { ghostText, goToLine, openFile, runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';

const mirror = await startFaultyServer();
afterAll(() => mirror.close());
const address = 'owner/Starter-GGUF/other-name.gguf';
const content = readFileSync(join(places.root, 'media/models/starter.gguf'));
mirror.files.set(address, { content });

const folder = temporaryFolder();
const parity = useParityWindow({
  settings: {
    'parity.download.huggingFaceUrl': mirror.hub.href,
    'parity.download.source': 'huggingface',
    'parity.model.folder': folder,
  },
});

async function download(): Promise<void> {
  const { page } = parity();
  await runCommand(page, 'Parity: Download Model File');
  await page.locator('.quick-input-widget', { hasText: 'Hugging Face or ModelScope' }).waitFor();
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
}

it('shows the progress, and Cancel keeps what is loaded', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  mirror.faultFor = () => ({ kind: 'throttle', pieceBytes: 8_192 });
  await download();
  const progress = toast(page, 'Downloading other-name.gguf');
  await progress.filter({ hasText: /per second/ }).waitFor();
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await toast(page, /paused at/).waitFor();
  expect(traceOf(folder, address, content)).toMatchObject({ isWhole: false, hasPart: true });
});

it('goes on where it stopped, and the model is used at once', async () => {
  const { page } = parity();
  mirror.faultFor = () => ({ kind: 'none' });
  mirror.seen.length = 0;
  await toast(page, /paused at/)
    .getByRole('button', { name: 'Resume' })
    .click();
  await toast(page, 'other-name.gguf is downloaded and checked.')
    .getByRole('button', { name: 'Use This Model' })
    .click();
  expect(traceOf(folder, address, content)).toEqual({ isWhole: true, hasPart: false, hasRejected: false });
  const ranges = mirror.seen.flatMap(({ server, range }) => (server === 'files' && range !== undefined ? [range] : []));
  expect(ranges.length).toBeGreaterThan(0);
  expect(ranges.filter((range) => range.startsWith('bytes=0-'))).toEqual([]);
});

it('completes with it', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await runCommand(page, 'Parity: Choose Model File');
  await page.locator(`.quick-input-widget input[placeholder*=${JSON.stringify(join(folder, address))}]`).waitFor();
  await page.keyboard.press('Escape');
  await openFile(page, 'tools/report.py');
  await goToLine(page, 22, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('for sale in ', { delay: 30 });
  await ghostText(page).first().waitFor();
});

it('says what is wrong with a download, and the next step', async () => {
  const { page } = parity();
  mirror.files.delete(address);
  await runCommand(page, 'Notifications: Clear All Notifications');
  await download();
  await toast(page, /has no file other-name.gguf/)
    .getByRole('button', { name: 'Open Settings' })
    .waitFor();
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
