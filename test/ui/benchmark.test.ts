/**
 * Benchmarks as a person runs them: choices, consent, tasks from a small repository; stop, pause, an interrupted window; two
 * engines, one of them far away; the report while it grows, the files to keep, and what is deleted.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScriptedReply } from '../engine/dialogue.ts';
import { startProtocolServer } from '../providers/protocolServer.ts';
import { runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { createAnswerGate } from './answerGate.ts';
import { useParityWindow } from './parityWindow.ts';
import { makeSmallRepository } from './smallRepository.ts';

const text = '```js\nreturn sum;\n```';
const answer: ScriptedReply = { steps: [{ text }] };

const gate = createAnswerGate();
const server = await startProtocolServer({ kind: 'vllm', models: [{ id: 'qwen3.5-4b' }, { id: 'qwen3.5-9b' }] });
server.say({
  kind: 'answer',
  repeats: true,
  text,
  get hold() {
    return gate.next();
  },
});
/** This machine by an address that is not the loopback one: to Parity it is somewhere else. */
const farHost = `0.0.0.0:${new URL(server.url).port}`;
/** Where files are saved, unless another place is chosen. */
const home = mkdtempSync(join(tmpdir(), 'parity-home-'));

const parity = useParityWindow({
  settings: {
    'parity.endpoints': [
      { id: 'far', preset: 'vllm', url: `http://${farHost}`, model: 'qwen3.5-4b', name: 'Far away' },
    ],
  },
  dialogue: {
    // After two answers, to the first hole as every model is asked and as completions do, the run hangs until it is stopped.
    replies: [answer, { steps: [{ hang: true }] }, { ...answer, repeats: true }],
    infills: [{ text: 'return sum;' }],
  },
  browser: { width: 1280, height: 900 },
  environment: { HOME: home },
});
beforeAll(() => makeSmallRepository(parity().folder));
afterAll(async () => {
  gate.open();
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const picker = (): Locator => parity().page.locator('.quick-input-widget:not([style*="display: none"])');
const pickerRow = (label: string): Locator => picker().locator('.monaco-list-row', { hasText: label }).first();
const row = (label: string | RegExp): Locator =>
  parity().page.locator('.part.sidebar .pane .monaco-list-row', { hasText: label }).first();

/** The page in the editor in front. */
function editorPage(): FrameLocator {
  return parity().page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

const asks = (question: string): Promise<void> => picker().locator(`input[placeholder^="${question}"]`).waitFor();
/** Where it is asked, wherever the focus is: it comes there a little later than the question. */
const enter = (): Promise<void> => picker().locator('.quick-input-box input').press('Enter');

/** Runs a command about a row of the view, and takes the row that it asks for. */
async function act(command: string, label: string): Promise<void> {
  await runCommand(parity().page, command);
  await asks('Which one?');
  await pickerRow(label).click();
}

/** Quick, the local engine, and no kinds of tasks that take long to try out. The next step is how old the code may be. */
async function chooseTasks(): Promise<void> {
  await runCommand(parity().page, 'Parity: Benchmark This Repository');
  await pickerRow('Quick').click();
  await asks('Which kinds of tasks?');
  // What was chosen before is marked again.
  for (const kind of ['fix a bug', 'redo a commit', 'agent edit']) await unmark(pickerRow(kind));
  await enter();
  await chooseEngine('the local engine');
  await asks('From how far back?');
}

async function unmark(item: Locator): Promise<void> {
  if ((await item.getAttribute('aria-checked')) === 'true') await item.click();
}

async function chooseEngine(label: string): Promise<void> {
  await asks('Which engines?');
  const marked = picker().locator('.monaco-list-row[aria-checked="true"]');
  while ((await marked.count()) > 0) await marked.first().click();
  await pickerRow(label).click();
  await enter();
}

it('says what would run, and runs nothing when the answer is no', async () => {
  await chooseTasks();
  await pickerRow('Another Day').click();
  await picker().getByText('Since which day?').waitFor();
  const day = picker().locator('input:visible');
  await day.fill('2026-02-30');
  await enter();
  await picker().getByText('There is no such day').waitFor();
  await day.fill('2026-03-02');
  await enter();
  await asks('How many answers to each task?');
  await pickerRow('3 Answers').click();
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
  await chooseTasks();
  await pickerRow('Code of Any Age').click();
  await asks('How many answers to each task?');
  await pickerRow('1 Answer').click();
  await editorPage().getByRole('button', { name: 'Run', exact: true }).click({ timeout: 30_000 });
  await statusItem(page, /\b2 of \d+ answers/).waitFor({ timeout: 90_000 });
  await runCommand(page, 'Parity: Stop Benchmark');
  await row('partial').waitFor({ timeout: 30_000 });
  expect(await row('partial').innerText()).toMatch(/\b2 of \d+ answers/);
  await act('Parity: Resume Benchmark', 'partial');
  await toast(page, /solved/).waitFor({ timeout: 60_000 });
});

it('shows the report, with tasks that the tests of the repository judge', async () => {
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
  await report.getByRole('combobox', { name: 'Kind' }).selectOption('body');
  await report.getByText('src/basket.js, total').waitFor();
});

it('compares with a server that is set up on the way, and says before what that can show', async () => {
  const { page } = parity();
  await runCommand(page, 'Parity: Compare Qwen with an API');
  await asks('Which engines?');
  await enter();
  await picker().getByText('mark at least two engines').waitFor();
  await picker().locator('.quick-input-box input').fill('Another Endpoint');
  await pickerRow('Another Endpoint').click();
  await enter();
  await pickerRow('Another server').click();
  await picker().getByText('Address of its API').first().waitFor();
  await picker().locator('input:visible').fill(`${server.url}/v1`);
  await enter();
  await picker().getByText('API key, if the server asks for one').waitFor();
  await enter();
  await pickerRow('qwen3.5-9b').click();
  await asks('Which tasks?');
  await picker().locator('.monaco-list-row', { hasText: 'tasks' }).last().click();
  await pickerRow('Quick').click();
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

it('asks before code leaves for another machine, and pauses when told to', async () => {
  const { page } = parity();
  await act('Parity: Run Tasks with Another Engine', 'tasks');
  await pickerRow('Quick').click();
  await asks('Which kinds of tasks?');
  await enter();
  await chooseEngine('Far away');
  await asks('How many answers to each task?');
  await pickerRow('1 Answer').click();
  await picker().getByText('How many million tokens').waitFor();
  await enter();
  const consent = editorPage();
  await consent.getByText('Code leaves this machine').waitFor({ timeout: 30_000 });
  await consent.getByText(`Far away, at ${farHost}`).waitFor();
  expect(server.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  gate.letPass(10);
  await consent.getByRole('button', { name: 'Run', exact: true }).click();
  await statusItem(page, /[1-9]\d* of \d+ answers/).waitFor({ timeout: 30_000 });
  await runCommand(page, 'Parity: Pause Benchmark');
  await statusItem(page, /paused at \d+ of \d+ answers/).waitFor();
});

it('keeps a report as it is being read while later answers come into it', async () => {
  const { page } = parity();
  await row('paused').click();
  await act('Parity: Open Benchmark Report', 'paused');
  const report = editorPage();
  const headline = report.getByRole('heading', { level: 1, name: 'Far away solved' });
  await headline.waitFor({ timeout: 30_000 });
  const early = await headline.innerText();
  await report.getByRole('combobox', { name: 'Kind' }).selectOption('infill');
  const opener = report.locator('.opener').first();
  await opener.click();
  const detail = report.locator('.detail').first();
  await detail.locator('.line.added').first().waitFor();
  await detail.getByText('Output of the tests').waitFor();
  gate.letPass(10);
  await runCommand(page, 'Parity: Resume Benchmark');
  await statusItem(page, 'paused').waitFor({ state: 'hidden' });
  await opener.focus();
  // What stands at the top of the view stays there, whatever comes before it.
  await opener.evaluate((element) => element.scrollIntoView());
  const topOf = async (item: Locator): Promise<number> => (await item.boundingBox())?.y ?? 0;
  const place = await topOf(opener);
  await expect.poll(() => headline.innerText(), { timeout: 20_000 }).not.toBe(early);
  expect(await detail.locator('.line.added').count()).toBeGreaterThan(0);
  expect(await report.getByRole('combobox', { name: 'Kind' }).inputValue()).toBe('infill');
  expect(await opener.evaluate((element) => element.ownerDocument.activeElement === element)).toBe(true);
  // A line has 20 pixels and more; browsers scroll by parts of one.
  expect(Math.abs((await topOf(opener)) - place)).toBeLessThan(2);
});

it('offers to go on when the window was closed in the middle of a run', async () => {
  const { page } = parity();
  const asked = server.requests.length;
  await page.reload();
  await toast(page, 'was interrupted').getByRole('button', { name: 'Resume' }).click({ timeout: 60_000 });
  gate.open();
  await toast(page, /Far away solved/).waitFor({ timeout: 60_000 });
  expect(server.requests.length).toBeGreaterThan(asked);
});

it('exports every answer, and a file to share in which nothing is said of the code or the server', async () => {
  const results = (await exported('Results')).trimEnd().split('\n');
  const table = (await exported('Table')).trimEnd().split('\r\n');
  const share = await exported('Share file');
  expect(results.map((line) => (JSON.parse(line) as { engineId: string }).engineId)).toEqual(results.map(() => 'far'));
  expect(table).toHaveLength(results.length + 1);
  expect(share).not.toMatch(/basket|0\.0\.0\.0|Far away|"far"|return sum/);
  const { results: shared } = JSON.parse(share) as { results: readonly unknown[] };
  expect(shared).toHaveLength(results.length);
});

async function exported(form: string): Promise<string> {
  const { page } = parity();
  await act('Parity: Export Benchmark', 'Far away');
  await asks('In what form?');
  await pickerRow(form).click();
  const dialog = page.locator('.quick-input-widget', { hasText: 'Save As' });
  // It opens before it has read its folder, and shows that when it has.
  await dialog.locator('.monaco-list-row').first().waitFor();
  const file = await dialog.locator('.quick-input-box input').inputValue();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await toast(page, file).waitFor();
  await runCommand(page, 'Notifications: Clear All Notifications');
  return readFileSync(file, 'utf8');
}

it('deletes a run when that is confirmed, and closes its report', async () => {
  const { page } = parity();
  await act('Parity: Open Benchmark Report', 'Far away');
  await page.locator('.tab', { hasText: 'Benchmark Report' }).waitFor();
  await act('Parity: Delete Benchmark', 'Far away');
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
  await page.locator('.tab', { hasText: 'Benchmark Report' }).waitFor({ state: 'detached' });
  await row('Far away').waitFor({ state: 'detached' });
  await row(/^Scripted/).waitFor();
});

it('writes nothing into the repository, and asks no other machine than the one that was chosen', () => {
  expect(readdirSync(parity().folder).toSorted()).toEqual(expect.not.arrayContaining(['benchmarks']));
  expect(readdirSync(join(parity().folder, 'src'))).toEqual(['basket.js']);
  expect(parity().browser.outsideRequests()).toEqual([]);
  const elsewhere = parity()
    .server.outsideConnections()
    .filter((line) => !line.startsWith('connect 0.0.0.0 '));
  expect(elsewhere).toEqual([]);
});
