/**
 * The report's page: one offline file, in a browser or in VS Code. It reads what the file holds and shows it; it makes no
 * request and knows nothing of VS Code beyond the theme's CSS variables.
 */
import { render } from 'preact';
import type { ReportData } from '../../benchmark/report/makeReport.ts';
import { ReportApp } from './reportApp.tsx';

const text = document.getElementById('report-data')?.textContent ?? '';
const root = document.getElementById('report') ?? document.body;
// Written by the same build that reads it.
render(<ReportApp data={JSON.parse(text) as ReportData} />, root);

// Paper shows no closed table.
window.addEventListener('beforeprint', () => {
  for (const table of document.querySelectorAll<HTMLDetailsElement>('details.table')) table.open = true;
});
