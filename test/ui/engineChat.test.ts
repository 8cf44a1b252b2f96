/** The real engine in VS Code: models whose weights are a script, so that what they answer is known. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { type Script, greetingScript, toolCallScript } from '../model/script.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { chatFrame, openChat, runCommand, statusItem, toast, toastsOf } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { say } from './say.ts';
import { takeModelFile } from './takeModelFile.ts';
import { workerProcess } from './workerProcess.ts';

/** Thinks and then answers until it is stopped. */
const droningScript: Script = [
  ['\n', 'It never ends.\n', '</think>', '\n\n'],
  ['\n\n', 'On', ' and', ' on', ' and'],
];

const folder = temporaryFolder();
const greeting = join(folder, 'greeting.gguf');
const toolCall = join(folder, 'toolCall.gguf');
const endless = join(folder, 'endless.gguf');

beforeAll(async () => {
  await makeScriptedModel(greeting, greetingScript, 'Greeting');
  await makeScriptedModel(toolCall, toolCallScript, 'ToolCall');
  await makeScriptedModel(endless, droningScript, 'Endless');
});

const parity = useParityWindow({
  settings: {
    'parity.model.path': greeting,
    'parity.model.contextTokens': 32_768,
    // Models this small only lose time by sharing.
    'parity.model.threads': 1,
    'parity.chat.maxReplyTokens': 16_384,
    'parity.chat.thinking': true,
  },
});

it('answers in markdown, with its thinking folded', async () => {
  const chat = await openChat(parity().page);
  await say(chat, 'Hello.');
  await chat.getByTestId('assistant-text').locator('strong', { hasText: 'model' }).waitFor({ timeout: 30_000 });
  await chat.getByTestId('send').waitFor();
  await expect.poll(() => chat.getByTestId('assistant-text').innerText()).toBe('Hello from the scripted model.');
  await expect.poll(() => chat.getByTestId('thinking').innerText()).toMatch(/^Thought for/);
  await chat.getByTestId('thinking').locator('summary').click();
  await chat.getByText('I should answer briefly.').waitFor();
});

it('answers the next message after its process was killed while nobody waited, and says so once', async () => {
  const { page, server } = parity();
  const chat = await openChat(page);
  const killed = workerProcess(server) ?? 0;
  process.kill(killed, 'SIGKILL');
  await toast(page, 'The engine stopped by itself (SIGKILL)').waitFor();
  await statusItem(page, 'Parity: idle').waitFor();

  await say(chat, 'Hello again.');
  const second = chat.getByTestId('message-assistant').nth(1).getByTestId('assistant-text');
  await second.waitFor({ timeout: 30_000 });
  await expect.poll(() => second.innerText()).toBe('Hello from the scripted model.');
  await chat.getByTestId('send').waitFor();
  const started = workerProcess(server);
  expect(started).toBeDefined();
  expect(started).not.toBe(killed);
  expect(await toastsOf(page, 'Parity').count()).toBe(1);
  await runCommand(page, 'Notifications: Clear All Notifications');
});

it('loads another file when one is chosen, and ends a chat in which the model repeats a call', async () => {
  const { page } = parity();
  await chooseModel(toolCall);
  const chat = chatFrame(page);
  await chat.getByRole('button', { name: 'ToolCall' }).waitFor({ timeout: 30_000 });
  await runCommand(page, 'Parity: New Chat');
  await say(chat, 'What does README.md say?');
  await chat.getByTestId('notice').filter({ hasText: 'repeated its call to read_file' }).waitFor({ timeout: 30_000 });
  const rows = chat.getByTestId('call-row');
  await expect.poll(() => rows.first().innerText()).toContain('README.md');
  const progress = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-progress')));
  expect(progress).toEqual(['done', 'done', 'stopped']);
  await chat.getByTestId('send').waitFor();
});

it('keeps the chat when its process is killed while it answers, and answers the next message', async () => {
  const { page, server } = parity();
  await chooseModel(endless);
  const chat = chatFrame(page);
  await chat.getByRole('button', { name: 'Endless' }).waitFor({ timeout: 30_000 });
  await runCommand(page, 'Parity: New Chat');
  await say(chat, 'Go on.');
  await chat.getByText('On and on').waitFor({ timeout: 30_000 });
  process.kill(workerProcess(server) ?? 0, 'SIGKILL');
  await chat.getByTestId('notice').filter({ hasText: 'The engine stopped by itself (SIGKILL)' }).waitFor();
  expect(await chat.getByTestId('notice').count()).toBe(1);
  await expect.poll(() => chat.getByTestId('message-user').allInnerTexts()).toEqual(['Go on.']);

  await say(chat, 'And again.');
  await chat.getByTestId('message-assistant').nth(1).getByText('On and on').waitFor({ timeout: 30_000 });
  await chat.getByTestId('composer').press('Escape');
  await chat.getByTestId('send').waitFor();
  expect(await toastsOf(page, 'Parity').count()).toBe(0);
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});

async function chooseModel(path: string): Promise<void> {
  const { page } = parity();
  await runCommand(page, 'Parity: Choose Model File');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Choose a GGUF file' }).click();
  await takeModelFile(page, path);
}
