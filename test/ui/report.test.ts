/** The report's file in a browser, as someone opens it who got it by mail. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeReport } from '../../src/benchmark/report/makeReport.ts';
import { leaderboard } from '../../src/benchmark/report/leaderboard.ts';
import { leaderboardPage, type ReportAssets, reportPage } from '../../src/benchmark/report/reportPage.ts';
import { summarizeRun } from '../../src/benchmark/report/summarizeRun.ts';
import type { EngineRecord } from '../../src/benchmark/result.ts';
import { type Browser, openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { bundleReportPage } from './bundleReportPage.ts';
import { makeRun, thirdEngine } from './reportFixture.ts';

const pictures = fileURLToPath(new URL('../output/report/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'parity-report-'));
let browser: Browser;

let assets: ReportAssets;

async function writeReport(name: string, count: number, more: readonly EngineRecord[] = []): Promise<string> {
  const file = join(folder, name);
  const source = await makeRun(count, more);
  writeFileSync(file, await reportPage(await makeReport(source, '2026-11-24T12:00:00Z'), assets));
  return pathToFileURL(file).href;
}

let address: string;
beforeAll(async () => {
  assets = await bundleReportPage();
  browser = await openBrowser(await installChromium(() => {}), { width: 1000, height: 900 });
  address = await writeReport('report.html', 60);
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => browser.page.goto(address));

describe('the report', () => {
  it('answers in its first line, and says what that shows', async () => {
    const { page } = browser;
    expect(await page.locator('h1').textContent()).toMatch(
      /^On the 59 of 60 tasks that both answered, Qwen3\.5-4B Q4_K_M solved \d+ and An API model solved \d+\.$/,
    );
    expect(await page.locator('header').textContent()).toMatch(
      /inconclusive: Qwen3\.5-4B Q4_K_M minus An API model is .* points \(95% interval .*, p = .*With 59 tasks, a difference of/,
    );
  });

  it('opens from a file alone, runs nothing but its own script, and takes all text as text', async () => {
    const { page } = browser;
    for (const opener of (await page.locator('.opener').all()).slice(0, 8)) await opener.click();
    await page.locator('.detail figure').first().waitFor();
    await page.locator('.answers details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('[U+202E]');
    expect(text).not.toContain('\u202e');
    expect(browser.outsideRequests().filter((request) => !request.startsWith('file:'))).toEqual([]);
    expect(browser.consoleErrors()).toEqual([]);
  });

  it('shows the answers of both engines to a task side by side, with the truth, the tests and the conversation', async () => {
    const { page } = browser;
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('body');
    const opener = page.getByRole('row').filter({ hasText: 'src/part1.ts' }).getByRole('button');
    await opener.focus();
    await page.keyboard.press('Enter');
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    const columns = page.getByRole('region', { name: /^Answers of / });
    await columns.nth(1).waitFor();
    const [left, right] = await columns.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    expect(left.y).toBe(right.y);
    expect(left.right).toBeLessThanOrEqual(right.x);
    for (const column of await columns.all()) {
      expect(await column.locator('figcaption').allTextContents()).toEqual(
        expect.arrayContaining([
          'src/part1.ts, what it changed',
          'src/part1.ts, the answer (+) against the truth (-)',
          'Output of the tests',
        ]),
      );
      expect(await column.locator('.line.added').first().textContent()).toContain('changed');
    }
    expect(await page.locator('.answers > figure').textContent()).toContain('What was right');
    await page.keyboard.press('Enter');
    expect(await columns.count()).toBe(0);
  });

  it('sorts tasks by who solved them, as the comparison counts them', async () => {
    const { page } = browser;
    const filter = page.getByRole('combobox', { name: 'Solved by' });
    const names = await filter.locator('option').allTextContents();
    const counts = names.slice(1).map((name) => Number(/\((\d+)\)$/.exec(name)?.[1]));
    expect(names.map((name) => name.replace(/ \(\d+\)$/, ''))).toEqual([
      'All tasks',
      'Only Qwen3.5-4B Q4_K_M',
      'Only An API model',
      'Both',
      'Neither',
      'Not measured for each',
    ]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    await page.getByText('Table: Paired comparisons').click();
    const cells = await page
      .getByRole('table', { name: 'Paired comparisons' })
      .locator('tr')
      .nth(1)
      .locator('td')
      .allTextContents();
    const [both, first, second, neither] = cells.slice(1, 5).map(Number);
    expect(counts).toEqual([first, second, both, neither, 1]);
    await filter.selectOption({ index: 1 });
    expect(await page.locator('tr.task').count()).toBe(first);
    expect(await page.locator('tr.task').first().locator('td').allTextContents()).toEqual(['✓solved', '✗not']);
  });

  it('reckons the break-even again with what one enters, says what is wrong, and goes back', async () => {
    const { page } = browser;
    const enter = async (group: string, name: string, text: string): Promise<void> => {
      const box = page.getByRole('group', { name: group }).getByRole('textbox', { name, exact: true });
      await box.fill(text);
      await box.press('Tab');
    };
    const table = page.getByRole('table', { name: 'Own hardware against each API' });
    const before = await table.locator('td').allTextContents();
    await enter('Own hardware', 'Tokens written a second', '60');
    await enter('Own hardware', 'Power while it works', '300');
    await enter('An API model', 'Tokens read for each written', '0');
    expect(await table.locator('td').allTextContents()).toEqual([
      '$10.00',
      '$0.41667',
      '$1.82557',
      '190,494',
      '5,184,000',
      '$1.92',
      '34 months',
    ]);
    await enter('An API model', 'Price of writing', '2');
    expect(await table.locator('td').nth(3).textContent()).toBe('1,152,992');
    const status = page.locator('.unseen[role=status]');
    expect(await status.textContent()).toContain('pays from 1,152,992 written tokens a day on');
    await enter('Own hardware', 'Price of the hardware', '1,999');
    const box = page.getByRole('textbox', { name: 'Price of the hardware' });
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    const about = await box.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${about}"]`).textContent()).toContain('without commas');
    expect(await table.locator('td').nth(3).textContent()).toBe('unknown');
    await page.getByRole('button', { name: 'Reset assumptions' }).click();
    expect(await table.locator('td').allTextContents()).toEqual(before);
    expect(await box.inputValue()).toBe('1999');
  });

  it('has a picture for the eye and a table for everyone: names, captions, headers', async () => {
    const { page } = browser;
    await page.locator('svg[role=img]').nth(3).waitFor();
    const pictureNames = await page
      .locator('svg[role=img]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(pictureNames).toHaveLength(4);
    expect(pictureNames.every((name) => (name ?? '').length > 10)).toBe(true);
    const tables = await page
      .locator('table')
      .evaluateAll((all) =>
        all.map(
          (one) =>
            [one.querySelector('caption')?.textContent ?? '', one.querySelectorAll('th[scope=row]').length] as const,
        ),
      );
    expect(tables.length).toBeGreaterThan(6);
    for (const [caption, rows] of tables) {
      expect(caption).not.toBe('');
      expect(rows).toBeGreaterThan(0);
    }
  });

  it.each([320, 1600])('fits a page %i pixels wide', async (width) => {
    const { page } = browser;
    await page.setViewportSize({ width, height: 900 });
    await page.locator('svg[role=img]').first().waitFor();
    for (const index of [0, 1]) await page.locator('.opener').nth(index).click();
    await page.locator('.detail').nth(3).waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${width}-${colorScheme}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 1000, height: 900 });
  });

  it('prints black on white with its tables open', async () => {
    const { page } = browser;
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('details.table:not([open])').count()).toBe(0);
    await page.pdf({ path: join(pictures, 'print.pdf') });
    await page.screenshot({ path: join(pictures, 'print.png'), fullPage: true });
    await page.emulateMedia({ media: null, colorScheme: null });
  });

  it('compares three engines, each with its own prices, and calls unknown what is', async () => {
    const { page } = browser;
    await page.goto(await writeReport('three.html', 12, [thirdEngine]));
    expect(await page.locator('h1').textContent()).toMatch(/A second API model solved \d+\.$/);
    expect(await page.locator('header').textContent()).toContain('corrected for 3 comparisons (Holm)');
    const filter = page.getByRole('combobox', { name: 'Solved by' });
    expect((await filter.locator('option').allTextContents()).map((name) => name.replace(/ \(\d+\)$/, ''))).toContain(
      'Several, but not all',
    );
    const money = page.getByRole('table', { name: 'Energy and money' });
    expect(await money.locator('tr').last().locator('td').allTextContents()).toEqual([
      'not known',
      'unknown',
      'unknown',
      'unknown',
    ]);
    const group = page.getByRole('group', { name: 'A second API model' });
    expect(await group.getByRole('textbox', { name: 'Price of writing' }).inputValue()).toBe('');
    expect(await page.getByText('Against A second API model: not known.').count()).toBe(1);
    expect(browser.consoleErrors()).toEqual([]);
  });

  it('shows a thousand tasks a hundred at a time', async () => {
    const { page } = browser;
    await page.goto(await writeReport('large.html', 1000));
    expect(await page.locator('tr.task').count()).toBe(100);
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    expect(await page.locator('tr.task').count()).toBe(200);
  });
});

describe('the leaderboard', () => {
  it('shows past runs on the same tasks in one picture, the best first', async () => {
    const { page } = browser;
    const { run, results } = await makeRun(30);
    const later = { ...run, id: 'run-0002', createdAt: '2026-11-25T10:00:00Z' };
    const groups = leaderboard([summarizeRun(run, results), summarizeRun(later, results)]);
    const file = join(folder, 'runs.html');
    const board = { repository: 'sample', groups, madeAt: '2026-11-25T12:00:00Z' };
    writeFileSync(file, await leaderboardPage(board, assets));
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('h1').textContent()).toBe('2 benchmark runs on sample');
    await page.locator('svg[role=img]').waitFor();
    await page.screenshot({ path: join(pictures, 'leaderboard.png') });
    const shares = await page.locator('tbody td:nth-child(4)').allTextContents();
    expect(shares).toHaveLength(4);
    expect(shares).toEqual(shares.toSorted((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10)));
    expect(browser.consoleErrors()).toEqual([]);
  });
});
