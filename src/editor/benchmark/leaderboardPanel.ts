import { type ExtensionContext, ViewColumn, l10n, window } from 'vscode';
import { leaderboard } from '../../benchmark/report/leaderboard.ts';
import { leaderboardPage } from '../../benchmark/report/reportPage.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { readReportAssets } from './reportPanel.ts';

/** Past runs on this repository side by side, as they are now. */
export async function openLeaderboard(summaries: readonly RunSummary[], context: ExtensionContext): Promise<void> {
  const [newest] = summaries;
  if (newest === undefined) {
    await window.showInformationMessage(l10n.t('Nothing has been measured on this repository yet.'));
    return;
  }
  const board = {
    repository: newest.run.repository.name,
    groups: leaderboard(summaries),
    madeAt: new Date().toISOString(),
  };
  const html = await leaderboardPage(board, await readReportAssets(context));
  const panel = window.createWebviewPanel('parity.leaderboard', l10n.t('Benchmark Runs'), ViewColumn.Active, {
    enableScripts: true,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = html;
}
