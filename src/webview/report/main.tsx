/**
 * The report's page: one offline file, in a browser or in VS Code. It reads what the file holds and shows it; it makes no
 * request and knows nothing of VS Code beyond the theme's CSS variables and that a frame around it may send later results.
 */
import { render } from 'preact';
import type { ReportData } from '../../benchmark/report/makeReport.ts';
import type { LaterResults, PageData } from '../../benchmark/report/reportPage.ts';
import { visibleText } from '../code/visibleText.ts';
import { LeaderboardApp } from './leaderboardApp.tsx';
import { ReportApp } from './reportApp.tsx';
import { StandingsApp } from './standingsApp.tsx';
import { replacePacks } from './unpackEvidence.ts';

const root = document.getElementById('report') ?? document.body;
const data = readShown(document.getElementById('report-data')?.textContent ?? '') as PageData;
render(pageOf(data), root);

/** Written by the same build that reads it. Names, paths and sources come from outside: nothing in them may hide. */
function readShown(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? visibleText(value) : value));
}

// VS Code's frame is of the page's own origin. A page that was opened as a file has none, and takes nothing.
window.addEventListener('message', ({ origin, data: message }: MessageEvent<unknown>) => {
  if (origin !== window.origin || origin === 'null' || data.kind !== 'run' || !isLaterResults(message)) return;
  replacePacks(message.packs);
  // Drawn over what is there: what was scrolled to, opened and chosen stays.
  render(<ReportApp data={readShown(message.data) as ReportData} />, root);
});

/** Of the same build as this page. */
function isLaterResults(message: unknown): message is LaterResults {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'later-results';
}

// Paper shows no closed table.
window.addEventListener('beforeprint', () => {
  for (const table of document.querySelectorAll<HTMLDetailsElement>('details.table')) table.open = true;
});

function pageOf(page: PageData) {
  switch (page.kind) {
    case 'run':
      return <ReportApp data={page.report} />;
    case 'leaderboard':
      return <LeaderboardApp board={page} />;
    case 'standings':
      return <StandingsApp board={page} />;
  }
}
