/**
 * The report's page: one offline file, in a browser or in VS Code. It reads what the file holds and shows it; it makes no
 * request and knows nothing of VS Code beyond the theme's CSS variables.
 */
import { render } from 'preact';
import type { PageData } from '../../benchmark/report/reportPage.ts';
import { visibleText } from '../code/visibleText.ts';
import { LeaderboardApp } from './leaderboardApp.tsx';
import { ReportApp } from './reportApp.tsx';
import { StandingsApp } from './standingsApp.tsx';

const text = document.getElementById('report-data')?.textContent ?? '';
const root = document.getElementById('report') ?? document.body;
// Written by the same build that reads it. Names, paths and sources come from outside: nothing in them may hide.
const data = JSON.parse(text, (_key, value: unknown) =>
  typeof value === 'string' ? visibleText(value) : value,
) as PageData;
render(pageOf(data), root);

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
