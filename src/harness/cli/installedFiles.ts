import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ReportAssets } from '../../benchmark/report/reportPage.ts';

/** What lies beside the program when it is built. Absolute paths. */
export const installedFiles = {
  worker: beside('worker.mjs'),
  hardwareProbe: beside('probe.mjs'),
  starterModel: beside('../media/models/starter.gguf'),
} as const;

export async function readReportAssets(): Promise<ReportAssets> {
  const [script, style] = await Promise.all(
    ['webview/report.js', 'webview/report.css'].map((name) => readFile(beside(name), 'utf8')),
  );
  return { script: script ?? '', style: style ?? '' };
}

function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
