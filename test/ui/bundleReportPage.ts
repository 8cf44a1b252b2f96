import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { ReportAssets } from '../../src/benchmark/report/reportPage.ts';

const folder = fileURLToPath(new URL('../../src/webview/report/', import.meta.url));

/** Script and style as the build makes them, of the sources as they are. */
export async function bundleReportPage(): Promise<ReportAssets> {
  const common = { bundle: true, minify: true, write: false, platform: 'browser', target: 'chrome130' } as const;
  const [script, style] = await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: [`${folder}main.tsx`],
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    esbuild.build({ ...common, entryPoints: [`${folder}report.css`] }),
  ]);
  return { script: script.outputFiles[0]?.text ?? '', style: style.outputFiles[0]?.text ?? '' };
}
