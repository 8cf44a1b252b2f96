import { expect, it } from 'vitest';
import { ghostText, goToLine, openFile, shownSuggestion, statusItem, visibleText } from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';

const parity = useParityWindow();

it('gets ready with the starter model, without a question', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  expect(await page.locator('.monaco-dialog-box').count()).toBe(0);
  expect(await page.locator('.notifications-toasts .notification-toast').count()).toBe(0);
});

it('suggests the rest of a line while a person types, and Tab accepts it', async () => {
  const { page } = parity();
  await openFile(page, 'src/product.ts');
  await goToLine(page, 24, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('const found = products', { delay: 30 });
  // The editor's own list of members opens at the dot, and its first entry is not ours.
  await page.keyboard.type('.', { delay: 30 });
  const suggestion = await shownSuggestion(page);
  expect(suggestion.trim()).not.toBe('');
  await takePicture(page, 'completion');

  await page.keyboard.press('Tab');
  await ghostText(page).first().waitFor({ state: 'hidden' });
  expect(await visibleText(page)).toContain(`const found = products.${suggestion}`);
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
});
