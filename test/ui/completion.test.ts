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
  await openFile(page, 'src/invoice.ts');
  // The line below is a comment that says the same: `// try: sum += line.`
  await goToLine(page, 18, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('sum += ', { delay: 40 });
  const suggestion = await shownSuggestion(page);
  expect(suggestion.trim()).not.toBe('');
  await takePicture(page, 'completion');

  await page.keyboard.press('Tab');
  await ghostText(page).first().waitFor({ state: 'hidden' });
  const line = (await visibleText(page))
    .split('\n')
    .find((text) => text.includes('sum += line.product') && text.includes(suggestion));
  expect(line, await visibleText(page)).toBeDefined();
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
});
