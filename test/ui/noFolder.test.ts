import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ghostText, lineAtCursor, openChat, runCommand, statusItem, toast, toastsOf } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { say } from './say.ts';

const suggested = 'sumOf(prices) * rate;';

const parity = useParityWindow({
  workspace: 'none',
  settings: { 'parity.model.threads': 'many' },
  dialogue: {
    replies: [{ steps: [{ text: 'It sorts the list.' }] }],
    infills: [{ when: 'const total = ', text: suggested }],
  },
});

it('names a setting of the wrong type once, and gets ready with its default', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  const warning = 'The setting parity.model.threads must be a whole number from 0 to 256.';
  await toast(page, warning).locator('.codicon-warning').waitFor();
  expect(await toastsOf(page, 'Parity').count()).toBe(1);
});

it('leads to that setting, which is on the page of this machine', async () => {
  const { page } = parity();
  await toast(page, 'parity.model.threads').getByRole('button', { name: 'Open Settings' }).click();
  const settings = page.locator('.settings-editor');
  await settings.getByText('1 Setting Found').waitFor();
  await page.keyboard.press('Escape');
  await settings.waitFor({ state: 'detached' });
});

it('says in the chat that there are no files, offers to open a folder, and still answers', async () => {
  const { page } = parity();
  const chat = await openChat(page);
  await expect.poll(() => chat.getByTestId('banner').innerText()).toContain('No folder is open');
  await say(chat, 'What does sort do?');
  await chat.getByText('It sorts the list.').waitFor();
  await chat.getByTestId('banner-action').click();
  await page.locator('.quick-input-widget', { hasText: 'Open Folder' }).waitFor();
  await page.keyboard.press('Escape');
});

it('suggests code in a file that was never saved', async () => {
  const { page } = parity();
  await runCommand(page, 'File: New Untitled Text File');
  await page.keyboard.type('const total = ', { delay: 30 });
  await ghostText(page).first().waitFor();
  await expect.poll(() => lineAtCursor(page)).toBe(`const total = ${suggested}`);
});

it('shows the rest of a suggestion all the while it is typed, and again after Backspace', async () => {
  const { page } = parity();
  const line = () => lineAtCursor(page);
  const framesWithoutGhost = await watchGhostText(page);
  await page.keyboard.type(suggested.slice(0, -1), { delay: 30 });
  await expect.poll(line).toBe(`const total = ${suggested}`);
  expect(await framesWithoutGhost()).toBe(0);

  await page.keyboard.press('Backspace');
  await expect.poll(line).toBe(`const total = ${suggested}`);
  await page.keyboard.type('?');
  await expect.poll(line).toBe(`const total = ${suggested.slice(0, -2)}?`);
  expect(await framesWithoutGhost()).toBeGreaterThan(0);
  await page.keyboard.press('Backspace');
  await expect.poll(line).toBe(`const total = ${suggested}`);
});

/** Looks at every frame from now on; gives the number of those in which nothing was suggested. */
async function watchGhostText(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`
    window.framesWithoutGhost = 0;
    const look = () => {
      if (document.querySelector('[class*="ghost-text-decoration"]') === null) window.framesWithoutGhost += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  return () => page.evaluate('window.framesWithoutGhost');
}
