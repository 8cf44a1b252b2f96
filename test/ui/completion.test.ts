import { expect, it } from 'vitest';
import { ghostText, goToLine, lineAtCursor, openFile, statusItem } from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';

const parity = useParityWindow();

it('gets ready with the starter model, without a question', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  expect(await page.locator('.monaco-dialog-box').count()).toBe(0);
  expect(await page.locator('.notifications-toasts .notification-toast').count()).toBe(0);
});

it.each([
  { name: 'at the end of a line', file: 'tools/report.py', below: 22, typed: 'for sale in ', picture: 'completion' },
  // The editor has closed the bracket by then.
  {
    name: 'before a closing bracket',
    file: 'src/cart.ts',
    below: 40,
    typed: 'for (const line of ',
    picture: undefined,
  },
])('suggests the rest of a line while a person types $name, and Tab accepts it', async (place) => {
  const { page } = parity();
  await openFile(page, place.file);
  await goToLine(page, place.below, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type(place.typed, { delay: 30 });
  await ghostText(page).first().waitFor();
  const shown = await lineAtCursor(page);
  expect(shown.length).toBeGreaterThan(place.typed.length);
  if (place.picture !== undefined) await takePicture(page, place.picture);

  await page.keyboard.press('Tab');
  await expect.poll(() => ghostText(page).count()).toBe(0);
  expect(await lineAtCursor(page)).toBe(shown);
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
});
