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
import { type Browser, openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { bundleReportPage } from './bundleReportPage.ts';
import { makeRun } from './reportFixture.ts';

const pictures = fileURLToPath(new URL('../output/report/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'parity-report-'));
let browser: Browser;

let assets: ReportAssets;

async function writeReport(name: string, count: number): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, await reportPage(await makeReport(await makeRun(count), '2026-11-24T12:00:00Z'), assets));
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
      /^Qwen3\.5-4B Q4_K_M solved \d+ of 60 tasks \(\d+%, 95% interval/,
    );
    expect(await page.locator('header').textContent()).toMatch(/On the 59 tasks that both answered, .* inconclusive/);
  });

  it('opens from a file alone, runs nothing but its own script, and takes all text as text', async () => {
    const { page } = browser;
    for (const summary of (await page.locator('.answer > summary').all()).slice(0, 20)) await summary.click();
    await page.locator('.detail figure').first().waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(browser.outsideRequests().filter((request) => !request.startsWith('file:'))).toEqual([]);
    expect(browser.consoleErrors()).toEqual([]);
  });

  it('shows an answer as a difference, with the tests’ output and the conversation', async () => {
    const { page } = browser;
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('body');
    await page.locator('.answer > summary').first().click();
    const detail = page.locator('.detail').first();
    await detail.waitFor();
    expect(await detail.locator('.line.added').first().textContent()).toContain('changed');
    expect(await detail.textContent()).toContain('Output of the tests');
    await detail.getByText('Whole conversation').click();
  });

  it('has a picture for the eye and a table for everyone: names, captions, headers', async () => {
    const { page } = browser;
    await page.locator('svg[role=img]').nth(2).waitFor();
    const pictureNames = await page
      .locator('svg[role=img]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(pictureNames).toHaveLength(3);
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
    await page.emulateMedia({ media: null, colorScheme: null });
  });

  it('shows a thousand tasks a hundred at a time', async () => {
    const { page } = browser;
    await page.goto(await writeReport('large.html', 1000));
    expect(await page.locator('.tasks > li').count()).toBe(100);
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    expect(await page.locator('.tasks > li').count()).toBe(200);
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
