/** Model files that cannot be used, and the starter model, which can and does not chat. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import {
  chatFrame,
  ghostText,
  openChat,
  openFile,
  runCommand,
  statusItem,
  toast,
  toastsOf,
} from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { takeModelFile } from './takeModelFile.ts';

const folder = temporaryFolder();
const cut = join(folder, 'cut.gguf');
const noise = join(folder, 'noise.gguf');

beforeAll(async () => {
  await makeTinyModel(cut, { zeroWeights: true, keepBytes: 100_000 });
  writeFileSync(noise, randomBytes(100_000));
});

const parity = useParityWindow({ settings: { 'parity.model.path': cut } });

it('says once which file is cut off, in the window and in the chat, and offers to choose another', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: problem').waitFor({ timeout: 60_000 });
  await toast(page, 'cut.gguf cannot be used: the file is cut off').waitFor();
  expect(await toastsOf(page, 'Parity').count()).toBe(1);
  const chat = await openChat(page);
  await expect
    .poll(() => chat.getByTestId('model-failed').innerText())
    .toContain('cut.gguf cannot be used: the file is cut off');
  await expect.poll(() => chat.getByTestId('composer').isDisabled()).toBe(true);
});

it('gives that as the reason why nothing is suggested', async () => {
  const { page } = parity();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await openFile(page, 'src/cart.ts');
  await runCommand(page, 'Trigger Inline Suggestion');
  await runCommand(page, 'Parity: Why No Suggestion?');
  await toast(page, 'cut.gguf cannot be used: the file is cut off').waitFor();
  expect(await ghostText(page).count()).toBe(0);
  await runCommand(page, 'Notifications: Clear All Notifications');
});

it('says what is wrong with the next file that is chosen', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await chat.getByTestId('choose-model').click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Choose a GGUF file' }).click();
  await takeModelFile(page, noise);
  await toast(page, 'noise.gguf cannot be used: the file is not a GGUF file').waitFor();
  await chat.getByTestId('model-failed').filter({ hasText: 'noise.gguf' }).waitFor();
  expect(await toastsOf(page, 'Parity').count()).toBe(1);
});

it('gets ready with the starter model, which cannot chat, and says so', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await chat.getByTestId('choose-model').click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Use the starter model' }).click();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await chat.getByTestId('cannot-chat').filter({ hasText: 'cannot chat' }).waitFor();
  // No file is named now, so that the way leads straight to the editor's own dialog.
  await chat.getByTestId('choose-model').click();
  await page.locator('.quick-input-widget', { hasText: 'Choose a Model File' }).waitFor();
  await page.keyboard.press('Escape');
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
