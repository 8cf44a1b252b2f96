/** A server in the place of the local engine: added, tested, used and left again as a person does it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { startProtocolServer } from '../providers/protocolServer.ts';
import { chatFrame, openChat, openFile, pick, runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { say } from './say.ts';

const key = 'sk-ui-test-7b1f0c';
const server = await startProtocolServer({
  key,
  models: [{ id: 'qwen3.5-4b' }, { id: 'qwen3.5-9b', max_model_len: 65_536 }],
});
afterAll(() => server.close());

const parity = useParityWindow({
  dialogue: {
    replies: [
      { when: 'Name the sample shop', steps: [{ call: 'read_file', arguments: { path: 'README.md' } }] },
      {
        when: 'sample',
        steps: [{ call: 'edit_file', arguments: { file_path: 'SHOP.md', old_string: '', new_string: 'Local\n' } }],
      },
      { when: 'Created SHOP.md', steps: [{ text: 'It has a name.' }] },
      { repeats: true, steps: [{ text: 'The local engine answers.' }] },
    ],
  },
});

it('is added in four steps, with a test of the connection, and kept with its key out of the settings', async () => {
  const { page } = parity();
  await openFile(page, 'src/product.ts');
  await openChat(page);
  await runCommand(page, 'Parity: Add Endpoint');
  await pick(page, 'Another server', 'Another server');
  await typeInto(page, 'Address of its API', server.url);
  await typeInto(page, 'API key, if the server', 'wrong key');
  await typeInto(page, 'A key has no spaces.', 'wrong-key');
  const widget = quickInput(page);
  await widget.getByText('does not accept the API key (401)').waitFor();
  await widget.getByRole('button', { name: 'Back' }).click();
  await typeInto(page, 'API key, if the server', key);
  await widget.locator('.monaco-list-row', { hasText: 'qwen3.5-9b' }).click();
  await widget
    .getByText('Sends the conversation')
    .or(widget.getByText('Nothing leaves this machine.'))
    .first()
    .waitFor();
  await widget.getByRole('button', { name: 'OK' }).click();
  await chatFrame(page).getByRole('button', { name: 'qwen3.5-9b' }).waitFor({ timeout: 30_000 });
});

it('answers in the chat with what a tool read', async () => {
  const { page } = parity();
  server.say(
    {
      kind: 'answer',
      thinking: 'I should look.',
      calls: [{ name: 'read_file', arguments: { path: 'src/product.ts' } }],
    },
    { kind: 'answer', when: 'Wooden Train', text: 'It has a **Wooden Train**.', usage: { prompt: 800, cached: 500 } },
  );
  const chat = chatFrame(page);
  await say(chat, 'What is in product.ts?');
  await chat.getByTestId('assistant-text').locator('strong', { hasText: 'Wooden Train' }).waitFor({ timeout: 30_000 });
  await expect.poll(() => chat.getByTestId('call-row').first().innerText()).toContain('product.ts');
  const [, last] = server.requests.filter(({ path }) => path === '/v1/chat/completions');
  expect(last?.headers.authorization).toBe(`Bearer ${key}`);
  expect(JSON.stringify(last?.body)).toContain('"role":"tool"');
});

it('says that a server is silent, and stops at once', async () => {
  const chat = chatFrame(parity().page);
  server.say({ kind: 'fault', fault: 'stall', text: 'It begins' });
  await say(chat, 'Go on.');
  await chat.getByText('It begins').waitFor({ timeout: 30_000 });
  await chat.getByText('Nothing from the server for 20s').waitFor({ timeout: 40_000 });
  const aborted = server.nextAbort();
  await chat.getByTestId('stop').click();
  await chat.getByTestId('send').waitFor();
  await aborted;
});

it('leaves its key in no file of VS Code and in no log', () => {
  const state = dirname(parity().server.extensions);
  const files = readdirSync(join(state, 'data'), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
  expect(texts.some((text) => text.includes('parity.endpoints'))).toBe(true);
  expect(texts.filter((text) => text.includes(key))).toEqual([]);
  expect(parity().server.log()).not.toContain(key);
});

it('gives way to the local engine with the next message, and comes back with the one after', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await chooseForChat(page, 'The local engine');
  await statusItem(page, 'Parity: ready').waitFor();
  await say(chat, 'Who answers?');
  await chat.getByText('The local engine answers.').waitFor({ timeout: 30_000 });
  await chooseForChat(page, new URL(server.url).host);
  server.say({ kind: 'answer', text: 'The server answers.' });
  await say(chat, 'And now?');
  await chat.getByText('The server answers.').waitFor({ timeout: 30_000 });
});

it('is told about when the server refuses, with the next step', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  server.say({ kind: 'refusal', status: 429, headers: { 'retry-after': '90' } });
  await say(chat, 'Too fast?');
  await chat.getByTestId('notice').filter({ hasText: 'Ask again in 90 s.' }).waitFor({ timeout: 30_000 });
});

it('counts what each engine was asked, and holds local use against the price of an API', async () => {
  const { page } = parity();
  await runCommand(page, 'Parity: Show Costs');
  const served = quickInput(page).locator('.monaco-list-row', { hasText: '(qwen3.5-9b)' });
  // The server told 800 tokens read, 500 of them cached; it is on this machine, so there is no bill.
  await served.filter({ hasText: 'no bill' }).filter({ hasText: '500 of them cached' }).waitFor();
  await quickInput(page).locator('.monaco-list-row', { hasText: 'Compare local use with an API' }).click();
  await pick(page, 'claude-sonnet-5-5', 'claude-sonnet-5-5');
  const saved = /would have cost about \$[\d.]+ at the price of claude-sonnet-5-5 of 2026-/;
  await quickInput(page).locator('.monaco-list-row', { hasText: saved }).waitFor();
  await runCommand(page, 'Parity: Show Status Menu');
  const costs = quickInput(page).locator('.monaco-list-row', { hasText: 'Nothing spent on APIs this month' });
  await costs.filter({ hasText: saved }).waitFor();
  await page.keyboard.press('Escape');
});

it('answers beside the local engine: one answer is kept, and both wait for a blind vote', async () => {
  const { page } = parity();
  const chat = chatFrame(page);
  await runCommand(page, 'Parity: New Chat');
  server.say({ kind: 'answer', text: 'The server answers beside it.', usage: { prompt: 800, cached: 500 } });
  await chat.getByTestId('composer').fill('Which of you?');
  await chat.getByTestId('ask-two').click();
  await quickInput(page).getByText('Nothing leaves this machine.').first().waitFor();
  await quickInput(page).locator('.monaco-list-row', { hasText: 'Both answers are kept' }).click();
  await chat.getByTestId('pair-left').getByText('The local engine answers.').waitFor({ timeout: 30_000 });
  await chat.getByTestId('pair-right').getByText('The server answers beside it.').waitFor({ timeout: 30_000 });
  await chat.getByTestId('figures-right').filter({ hasText: '800 tokens read' }).waitFor();
  await chat.getByTestId('keep-right').click();
  await chat.getByTestId('pair').waitFor({ state: 'detached' });
  server.say({ kind: 'answer', text: 'It goes on.' });
  await say(chat, 'And on?');
  await chat.getByText('It goes on.').waitFor({ timeout: 30_000 });
  const last = JSON.stringify(server.requests.at(-1)?.body);
  expect(last).toContain('The server answers beside it.');
  expect(last).not.toContain('The local engine answers.');

  await runCommand(page, 'Parity: Vote on Answers');
  const voting = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  await voting.getByTestId('ballot-question').filter({ hasText: 'Which of you?' }).waitFor({ timeout: 30_000 });
  expect(await voting.getByTestId('ballot').innerText()).not.toMatch(/127\.0\.0\.1|qwen3\.5|token|cost/);
  await voting.getByRole('heading', { name: 'Vote on Answers' }).press('3');
  await voting.getByTestId('pair-vote').filter({ hasText: 'Your vote: Tie' }).waitFor();
  await voting.getByText('qwen3.5-9b').first().waitFor();
  await voting.getByTestId('ballot-standings').click();
  await page
    .frameLocator('iframe.webview.ready')
    .last()
    .frameLocator('iframe#active-frame')
    .getByRole('heading', { name: '1 vote: too few to rank engines.' })
    .waitFor({ timeout: 30_000 });
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});

it('is given a task together with the local engine, and what it changed goes through the review', async () => {
  const { page, folder } = parity();
  server.say(
    {
      kind: 'answer',
      when: 'Name the sample shop',
      calls: [{ name: 'edit_file', arguments: { file_path: 'SHOP.md', old_string: '', new_string: 'Remote\n' } }],
    },
    { kind: 'answer', text: 'I named it.' },
  );
  await runCommand(page, 'Parity: Arena');
  await typeInto(page, 'What should be changed?', 'Name the sample shop');
  await quickInput(page).locator('.monaco-list-row', { hasText: 'the local engine' }).click();
  await quickInput(page).locator('.monaco-list-row', { hasText: 'qwen3.5-9b' }).click();
  const consent = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  await consent.getByRole('button', { name: 'Start' }).click();
  const winner = quickInput(page).locator('.monaco-list-row', { hasText: 'Review and apply the changes of 127' });
  await winner.waitFor({ timeout: 60_000 });
  expect(existsSync(join(folder, 'SHOP.md'))).toBe(false);
  await winner.click();
  await toast(page, 'Change 1 of 1: SHOP.md').getByRole('button', { name: 'Accept', exact: true }).click();
  await expect
    .poll(() => existsSync(join(folder, 'SHOP.md')) && readFileSync(join(folder, 'SHOP.md'), 'utf8'))
    .toBe('Remote\n');
});

const quickInput = (page: Page) => page.locator('.quick-input-widget:not([style*="display: none"])');

/** Fills the line whose prompt contains `prompt`, and presses Enter. */
async function typeInto(page: Page, prompt: string, text: string): Promise<void> {
  const widget = quickInput(page);
  await widget.getByText(prompt).first().waitFor();
  await widget.locator('input').first().fill(text);
  await page.keyboard.press('Enter');
}

async function chooseForChat(page: Page, engine: string): Promise<void> {
  await runCommand(page, 'Parity: Choose Engines');
  await quickInput(page).locator('.monaco-list-row', { hasText: /^Chat/ }).click();
  await quickInput(page).locator('.monaco-list-row', { hasText: engine }).click();
  await quickInput(page)
    .getByText('For what?')
    .or(quickInput(page).locator('[placeholder*="For what"]'))
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
}
