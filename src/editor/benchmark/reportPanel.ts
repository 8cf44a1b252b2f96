import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExtensionContext, ViewColumn, type WebviewPanel, l10n, window } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import type { Report } from '../../benchmark/report/makeReport.ts';
import { type LaterResults, type ReportAssets, reportPage } from '../../benchmark/report/reportPage.ts';
import { readReport } from '../../harness/benchmark/readReport.ts';

export interface ReportPanels extends Disposable {
  open(run: ReportedRun): Promise<void>;
  /** There may be new results of this run: its page, if one is open, shows them before long. */
  noteProgress(runId: string): void;
  /** Closes the page of a run that is gone. */
  close(runId: string): void;
  /** The one in front, for the buttons of its editor. */
  readonly active: ReportedRun | undefined;
}

export interface ReportedRun {
  readonly id: string;
  readonly folder: string;
}

/** All that is known of the run is read and sent again, so not more often than someone can read. */
const refreshMs = 5000;

interface OpenReport {
  readonly run: ReportedRun;
  readonly panel: WebviewPanel;
  timer: NodeJS.Timeout | undefined;
  /** Results came while it was hidden. */
  isStale: boolean;
}

/** Reports in VS Code: each page is the file that can be saved, letter by letter, and is told of what comes later. */
export function createReportPanels(context: ExtensionContext, log: Log): ReportPanels {
  const store = new DisposableStore();
  const open = new Map<string, OpenReport>();
  let assets: Promise<ReportAssets> | undefined;
  store.add({ dispose: () => [...open.values()].forEach(({ panel }) => panel.dispose()) });

  /** Later results go into the page that is there: a new one would be at its top again, with all closed that was opened. */
  const refresh = (report: OpenReport): void => {
    report.isStale = false;
    reportOf(report.run.folder)
      .then(({ data, packs }) => {
        const message: LaterResults = { kind: 'later-results', data: JSON.stringify(data), packs };
        return open.get(report.run.id) === report ? report.panel.webview.postMessage(message) : false;
      })
      .catch((error: unknown) => log.error('a report could not be made anew', error));
  };

  return {
    async open(run) {
      const present = open.get(run.id);
      if (present !== undefined) {
        present.panel.reveal();
        refresh(present);
        return;
      }
      assets ??= readReportAssets(context);
      assets.catch(() => {
        assets = undefined;
      });
      const html = await reportPage(await reportOf(run.folder), await assets);
      const panel = window.createWebviewPanel('parity.report', l10n.t('Benchmark Report'), ViewColumn.Active, {
        enableScripts: true,
        enableFindWidget: true,
        // What a reader has opened and scrolled to outlives a look at another tab.
        retainContextWhenHidden: true,
        localResourceRoots: [],
      });
      const report: OpenReport = { run, panel, timer: undefined, isStale: false };
      open.set(run.id, report);
      panel.onDidDispose(() => {
        clearTimeout(report.timer);
        open.delete(run.id);
      });
      panel.onDidChangeViewState(() => {
        if (panel.visible && report.isStale) refresh(report);
      });
      panel.webview.html = html;
    },
    noteProgress(runId) {
      const report = open.get(runId);
      if (report === undefined || report.timer !== undefined) return;
      report.timer = setTimeout(() => {
        report.timer = undefined;
        if (report.panel.visible) refresh(report);
        else report.isStale = true;
      }, refreshMs);
    },
    close: (runId) => open.get(runId)?.panel.dispose(),
    get active() {
      return [...open.values()].find(({ panel }) => panel.active)?.run;
    },
    dispose: () => store.dispose(),
  };
}

/** What the page of a report is built from. */
export async function readReportAssets(context: ExtensionContext): Promise<ReportAssets> {
  const read = (name: string): Promise<string> =>
    readFile(context.asAbsolutePath(join('dist', 'webview', name)), 'utf8');
  const [script, style] = await Promise.all([read('report.js'), read('report.css')]);
  return { script, style };
}

async function reportOf(folder: string): Promise<Report> {
  return (await readReport(folder)).report;
}
