/** A benchmark from the command to the report: choices, consent, tasks from a small repository, stop and resume, report. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProtocolServer } from '../providers/protocolServer.ts';
import { runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { makeSmallRepository } from './smallRepository.ts';

const api = await startProtocolServer({ models: [{ id: 'qwen3.5-9b' }] });
afterAll(() => api.close());

const parity = useParityWindow({
  dialogue: {
    replies: [{ repeats: true, steps: [{ pauseMs: 700 }, { text: '```js\nreturn sum;\n```' }] }],
    infills: [{ text: 'return sum;' }],
  },
  browser: { width: 1280, height: 900 },
});
beforeAll(() => makeSmallRepository(parity().folder));

const picker = (): Locator => parity().page.locator('.quick-input-widget:not([style*="display: none"])');
const row = (text: string | RegExp): Locator =>
  parity().page.locator('.part.sidebar .pane .monaco-list-row', { hasText: text }).first();

/** The page in the editor in front. */
function editorPage(): FrameLocator {
  return parity().page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

const asks = (question: string): Promise<void> => picker().locator(`input[placeholder^="${question}"]`).waitFor();
const enter = (): Promise<void> => parity().page.keyboard.press('Enter');

/** Quick, and all kinds of tasks. The next step is how old the code may be. */
async function chooseQuick(): Promise<void> {
  await runCommand(parity().page, 'Parity: Benchmark This Repository');
  await picker().locator('.monaco-list-row', { hasText: 'Quick' }).click();
  await asks('Which kinds of tasks?');
  await enter();
  await asks('From how far back?');
}

it('says what would run, and runs nothing when the answer is no', async () => {
  await chooseQuick();
  await picker().locator('.monaco-list-row', { hasText: 'Another Day' }).click();
  const day = picker().locator('input:visible');
  await day.fill('2026-02-30');
  await enter();
  await picker().getByText('There is no such day').waitFor();
  await day.fill('2026-03-02');
  await enter();
  await asks('How many answers to each task?');
  await picker().locator('.monaco-list-row', { hasText: '3 Answers' }).click();
  const page = editorPage();
  await page.getByRole('heading', { name: 'Run this benchmark on sample?' }).waitFor({ timeout: 30_000 });
  await page.getByText('Holes and commits are taken only from code written since Mar 2, 2026.').waitFor();
  await page.getByText('Each answers each task 3 times.').waitFor();
  await page.getByText('Nothing.', { exact: true }).waitFor();
  await page.getByText(/The tests of sample are run/).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Run this benchmark' }).waitFor({ state: 'detached' });
  await runCommand(parity().page, 'Parity: Open Benchmarks');
  await parity().page.locator('.part.sidebar').getByText('Find out how well a model does').waitFor();
});

it('makes tasks and runs them, stops on request and goes on where it was', async () => {
  const { page } = parity();
  await chooseQuick();
  await picker().locator('.monaco-list-row', { hasText: 'Code of Any Age' }).click();
  await asks('How many answers to each task?');
  await picker().locator('.monaco-list-row', { hasText: '1 Answer' }).click();
  await editorPage().getByRole('button', { name: 'Run', exact: true }).click({ timeout: 30_000 });
  await statusItem(page, /[1-9]\d* of \d+ answers/).waitFor({ timeout: 60_000 });
  await runCommand(page, 'Parity: Stop Benchmark');
  await row('partial').waitFor({ timeout: 30_000 });
  const before = Number(/(\d+) of \d+ answers/.exec(await row('partial').innerText())?.[1]);
  expect(before).toBeGreaterThan(0);
  await runCommand(page, 'Parity: Resume Benchmark');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'partial' }).click();
  await toast(page, /solved/).waitFor({ timeout: 60_000 });
});

it('shows the report that can be saved', async () => {
  const { page } = parity();
  await toast(page, /solved/)
    .getByRole('button', { name: 'Open Report' })
    .click();
  const report = editorPage();
  await report.getByRole('heading', { level: 1 }).waitFor({ timeout: 30_000 });
  await report
    .getByText(/solved \d+ of \d+ tasks/)
    .first()
    .waitFor();
});

it('compares with a server that is set up on the way, and says before what that can show', async () => {
  const { page } = parity();
  await runCommand(page, 'Parity: Compare Qwen with an API');
  await asks('Which engines?');
  await enter();
  await picker().getByText('mark at least two engines').waitFor();
  await picker().locator('.monaco-list-row', { hasText: 'Another Endpoint' }).click();
  await enter();
  await picker().locator('.monaco-list-row', { hasText: 'Another server' }).click();
  await picker().locator('input:visible').fill(`${api.url}/v1`);
  await enter();
  await picker().getByText('API key, if the server asks for one').waitFor();
  await enter();
  await picker().locator('.monaco-list-row', { hasText: 'qwen3.5-9b' }).click();
  await asks('Which tasks?');
  await picker().locator('.monaco-list-row', { hasText: 'tasks' }).last().click();
  await picker().locator('.monaco-list-row', { hasText: 'Quick' }).click();
  await asks('Which kinds of tasks?');
  await enter();
  await asks('How many answers to each task?');
  await enter();
  const consent = editorPage();
  await consent.getByRole('heading', { name: 'Compare these engines on sample?' }).waitFor({ timeout: 30_000 });
  await consent.getByRole('heading', { name: 'What it can show' }).waitFor({ timeout: 30_000 });
  await consent.getByText('All engines get the same tasks and prompts').waitFor();
  await consent.getByText('Nothing.', { exact: true }).waitFor();
  await consent.getByRole('button', { name: 'Cancel' }).click();
});

it('writes nothing into the repository, and asks nothing of any other machine', () => {
  expect(readdirSync(parity().folder).toSorted()).toEqual(expect.not.arrayContaining(['benchmarks']));
  expect(readdirSync(join(parity().folder, 'src'))).toEqual(['basket.js']);
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
