import { expect, it } from 'vitest';
import { openChat, statusItem } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';

const parity = useParityWindow();

it('says that the starter model cannot chat, and offers to choose another', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  const chat = await openChat(page);
  await chat.getByTestId('cannot-chat').waitFor();
  expect(await chat.getByTestId('cannot-chat').innerText()).toMatch(/cannot chat/);

  await chat.getByTestId('choose-model').click();
  // The editor's own file dialog.
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.press('Escape');
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
