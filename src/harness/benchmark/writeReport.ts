import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactRun } from '../../benchmark/report/redactRun.ts';
import { type ReportAssets, reportPage } from '../../benchmark/report/reportPage.ts';
import { resultsCsv } from '../../benchmark/report/resultsCsv.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { lastingResults } from '../../benchmark/running/resultJournal.ts';
import { readReport } from './readReport.ts';

/** Absolute paths of what was written. */
export interface WrittenReport {
  readonly page: string;
  readonly table: string;
  /** Holds no code and no names of the repository: it may be shown to others. */
  readonly share: string;
  readonly summary: RunSummary;
}

/** Makes `report.html`, `results.csv` and `share.json` of a run as it is now, in its folder. */
export async function writeReport(folder: string, assets: ReportAssets): Promise<WrittenReport> {
  const { report, source } = await readReport(folder);
  const { run, results } = source;
  const page = join(folder, 'report.html');
  const table = join(folder, 'results.csv');
  const share = join(folder, 'share.json');
  await writeFile(page, await reportPage(report, assets));
  await writeFile(table, resultsCsv(lastingResults(results)));
  await writeFile(share, `${JSON.stringify(redactRun({ run, results }))}\n`);
  return { page, table, share, summary: report.data.summary };
}
