/**
 * `npm run bench:report`: how long a report takes to be made, and to open in a browser until its pictures and first tasks
 * are there, at 1,000 tasks of two engines against 100; each answer with some kilobytes of evidence.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ReportSource, makeReport } from '../../src/benchmark/report/makeReport.ts';
import { reportPage } from '../../src/benchmark/report/reportPage.ts';
import { bundleReportPage } from '../ui/bundleReportPage.ts';
import { makeRun } from '../ui/reportFixture.ts';
import { openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const rounds = 5;
const sizes = [100, 1000];
const assets = await bundleReportPage();
const folder = mkdtempSync(join(tmpdir(), 'parity-report-'));
const browser = await openBrowser(await installChromium(console.log));
const measured: { tasks: number; bytes: number; makeMs: number; openMs: number }[] = [];
for (const tasks of sizes) {
  const source = withEvidence(await makeRun(tasks));
  const file = join(folder, `${tasks}.html`);
  const start = performance.now();
  writeFileSync(file, await reportPage(await makeReport(source, '2026-11-24T12:00:00Z'), assets));
  const makeMs = performance.now() - start;
  const opened: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await browser.page.goto('about:blank');
    const before = performance.now();
    await browser.page.goto(pathToFileURL(file).href);
    await browser.page.locator('svg[role=img]').nth(2).waitFor();
    await browser.page.locator('tr.task').first().waitFor();
    opened.push(performance.now() - before);
  }
  measured.push({ tasks, bytes: statSync(file).size, makeMs, openMs: median(opened) });
}
await browser.close();
rmSync(folder, { recursive: true, force: true });

const [small] = measured;
printMachine(1);
printTable(
  'A report of two engines',
  ['tasks', 'file', 'made in', 'opens in (median of 5)', 'against the first'],
  measured.map(({ tasks, bytes, makeMs, openMs }) => [
    String(tasks),
    `${(bytes / 1e6).toFixed(1)} MB`,
    milliseconds(makeMs),
    milliseconds(openMs),
    times(openMs / (small?.openMs ?? openMs)),
  ]),
);

/** As much text as an ordinary answer has, different in each, so that it does not compress to nothing. */
function withEvidence(source: ReportSource): ReportSource {
  return {
    ...source,
    results: source.results.map((result, index) => ({
      ...result,
      evidence: {
        ...result.evidence,
        testOutput: Array.from({ length: 60 }, (_, line) => `${line} ${Math.sin(index * 61 + line)} expected`).join(
          '\n',
        ),
      },
    })),
  };
}
