import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { chatFrame, openChat, openFile, runCommand } from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';
import { say } from './say.ts';

const readProducts = { call: 'read_file', arguments: { path: 'src/product.ts' } };
const edit = (from: string, to: string) => ({
  call: 'edit_file',
  arguments: { file_path: 'src/product.ts', old_string: from, new_string: to },
});

const parity = useParityWindow({
  dialogue: {
    wordMs: 5,
    replies: [
      { when: 'What does', steps: [{ thinking: 'The file is called product.ts.' }, readProducts] },
      {
        when: 'findProduct',
        steps: [{ text: 'It lists **four products** and finds them by id:\n\n```ts\nfindProduct("b1");\n```\n' }],
      },
      {
        when: 'subtitle',
        steps: [edit('  readonly name: string;\n', '  readonly name: string;\n  readonly subtitle?: string;\n')],
      },
      { when: '', steps: [{ text: 'Products can have a subtitle now.' }] },
      { when: 'Rename the harbor', steps: [edit('Harbor', 'Port')] },
      { when: 'rejected', steps: [{ text: 'The harbor keeps its name.' }] },
      { when: 'Rename the train', steps: [edit('Wooden Train', 'Wooden Rocket')] },
      { when: '', steps: [{ text: 'The train is a rocket now.' }] },
      { when: 'for ever', repeats: true, steps: [{ text: 'It begins' }, { hang: true }] },
    ],
  },
});

const product = (): string => readFileSync(join(parity().folder, 'src/product.ts'), 'utf8');

it('reads a file for an answer and shows it as rendered markdown', async () => {
  const { page } = parity();
  await openFile(page, 'src/product.ts');
  const chat = await openChat(page);
  await widenSideBar(page, 480);
  await say(chat, 'What does product.ts do?');
  const answer = chat.getByTestId('assistant-text').last();
  await answer.locator('strong', { hasText: 'four products' }).waitFor({ timeout: 30_000 });
  await answer.locator('pre code').waitFor();
  await expect.poll(() => chat.getByTestId('call-row').first().innerText()).toContain('product.ts');
});

it('changes a file only after the edit was accepted', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await say(chat, 'Give products an optional subtitle.');
  await chat.getByTestId('edit-accept').waitFor({ timeout: 30_000 });
  await takePicture(page, 'chat');
  expect(product()).not.toContain('subtitle');
  await chat.getByTestId('edit-accept').click();
  await chat.getByText('Products can have a subtitle now.').waitFor({ timeout: 30_000 });
  expect(product()).toContain('subtitle?: string;');
});

it('goes on without the edit that was rejected', async () => {
  const chat = chatFrame(parity().page);
  const before = product();
  await say(chat, 'Rename the harbor.');
  await chat.getByTestId('edit-reject').click();
  await chat.getByText('The harbor keeps its name.').waitFor({ timeout: 30_000 });
  await expect.poll(() => chat.getByTestId('call-row').last().innerText()).toContain('Rejected');
  expect(product()).toBe(before);
});

it('applies an edit that is accepted in the diff editor, as one step that Undo takes back', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await say(chat, 'Rename the train.');
  await chat.getByTestId('edit-review').click();
  const diff = page.locator('.editor-instance .monaco-diff-editor');
  await diff.locator('.editor.modified .view-line', { hasText: 'Wooden Rocket' }).waitFor();
  await page.locator('.editor-actions').getByRole('button', { name: 'Accept Edit' }).click();
  await chat.getByText('The train is a rocket now.').waitFor({ timeout: 30_000 });
  await diff.waitFor({ state: 'detached' });
  expect(product()).toContain('Wooden Rocket');

  await openFile(page, 'src/product.ts');
  const line = page.locator('.editor-instance .view-line', { hasText: "id: 't1'" });
  await line.filter({ hasText: 'Wooden Rocket' }).waitFor();
  await page.keyboard.press('Control+Z');
  await line.filter({ hasText: 'Wooden Train' }).waitFor();
});

it('gives a message back that is longer than the context, and sends nothing of it', async () => {
  const chat = chatFrame(parity().page);
  const sent = await chat.getByTestId('message-user').count();
  const long = 'long '.repeat(8_000);
  await say(chat, long);
  await chat.getByTestId('refused').filter({ hasText: 'Not sent: the message has' }).waitFor();
  await expect.poll(() => chat.getByTestId('composer').inputValue()).toBe(long);
  expect(await chat.getByTestId('message-user').count()).toBe(sent);
});

it.each(['Stop', 'Escape'])('stops at once on %s', async (way) => {
  const chat = chatFrame(parity().page);
  await runCommand(parity().page, 'Parity: New Chat');
  await say(chat, 'Talk for ever.');
  await chat.getByText('It begins').waitFor({ timeout: 30_000 });
  if (way === 'Stop') await chat.getByTestId('stop').click();
  else await chat.getByTestId('composer').press('Escape');
  await chat.getByTestId('send').waitFor();
  await chat.getByText('Stopped', { exact: true }).waitFor();
});

it('begins anew with a new chat', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await page.locator('.part.sidebar').getByRole('button', { name: 'New Chat' }).click();
  await chat.getByTestId('empty').waitFor();
  await expect.poll(() => chat.getByTestId('message-user').count()).toBe(0);
  await expect.poll(() => chat.getByTestId('context-meter').count()).toBe(0);
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});

/** Drags the edge between side bar and editors to `x`, as a person does who wants to read more of the chat. */
async function widenSideBar(page: Page, x: number): Promise<void> {
  const sideBar = await page.locator('.part.sidebar').boundingBox();
  if (sideBar === null) throw new Error('The side bar is not shown.');
  await page.mouse.move(sideBar.x + sideBar.width, 300);
  await page.mouse.down();
  await page.mouse.move(x, 300, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(x, 0);
}
