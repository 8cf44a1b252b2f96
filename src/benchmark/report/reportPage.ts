import type { Standings } from '../voting/standings.ts';
import type { LeaderboardGroup } from './leaderboard.ts';
import type { Report, ReportData } from './makeReport.ts';

/** The built page: script and style of `dist/webview/report.*`. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** What one page is about. */
export type PageData =
  | { readonly kind: 'run'; readonly report: ReportData }
  | ({ readonly kind: 'leaderboard' } & Leaderboard)
  | ({ readonly kind: 'standings' } & StandingsBoard);

/** Sent to an open page of a run that goes on, as the frame's message. */
export interface LaterResults {
  readonly kind: 'later-results';
  /** JSON of the report's data, as untrusted as that in the page. */
  readonly data: string;
  readonly packs: readonly string[];
}

export interface Leaderboard {
  readonly repository: string;
  readonly groups: readonly LeaderboardGroup[];
  /** ISO 8601. */
  readonly madeAt: string;
}

export function reportPage({ data, packs }: Report, assets: ReportAssets): Promise<string> {
  return offlinePage('Parity benchmark report', { kind: 'run', report: data }, packs, assets);
}

/** Past runs on one repository. */
export function leaderboardPage(board: Leaderboard, assets: ReportAssets): Promise<string> {
  return offlinePage('Parity benchmark runs', { kind: 'leaderboard', ...board }, [], assets);
}

/** What votes say, on a page without anything that tests decided. */
export interface StandingsBoard {
  readonly standings: Standings;
  /** ISO 8601. */
  readonly madeAt: string;
}

export function standingsPage(board: StandingsBoard, assets: ReportAssets): Promise<string> {
  return offlinePage('Parity standings by votes', { kind: 'standings', ...board }, [], assets);
}

/**
 * One file that needs nothing else: it may run its own script, known by its digest, and load nothing. Everything from the
 * repository is in it as JSON or base64, and reaches the page as text.
 */
async function offlinePage(
  title: string,
  data: PageData,
  packs: readonly string[],
  { script, style }: ReportAssets,
): Promise<string> {
  // Charts set their own style.
  const policy = [
    `default-src 'none'`,
    `script-src 'sha256-${await base64Digest(script)}'`,
    `style-src 'unsafe-inline'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const evidence = packs.map((pack, index) => `<script type="text/plain" id="evidence-${index}">${pack}</script>`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>${style}</style>
  </head>
  <body>
    <main id="report"></main>
    <script type="application/json" id="report-data">${inertJson(data)}</script>
    ${evidence.join('\n    ')}
    <script>${script}</script>
  </body>
</html>
`;
}

/** JSON that cannot end the element it stands in, nor begin a comment in it. */
function inertJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

async function base64Digest(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
