import { expect, it } from 'vitest';
import { ghostText, goToLine, openChat, openFile, statusItem } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';

const parity = useParityWindow({
  trust: 'asked',
  settings: { 'security.workspace.trust.startupPrompt': 'never' },
  dialogue: { replies: [{ steps: [{ text: 'Nothing is written here.' }] }], infills: [{ text: 'products) {' }] },
});

it('suggests code in a workspace that is not trusted', async () => {
  const { page } = parity();
  await statusItem(page, 'Restricted Mode').waitFor();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await openFile(page, 'src/product.ts');
  await goToLine(page, 16, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type('for (const product of ', { delay: 30 });
  await ghostText(page).first().waitFor();
});

it('says in the chat that nothing can be changed here, and still answers', async () => {
  const chat = await openChat(parity().page);
  await expect.poll(() => chat.getByTestId('banner').first().innerText()).toMatch(/trust/i);
  await chat.getByTestId('composer').fill('Write something.');
  await chat.getByTestId('composer').press('Enter');
  await chat.getByText('Nothing is written here.').waitFor();
});
