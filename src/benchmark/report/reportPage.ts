import type { Report } from './makeReport.ts';

/** The built page: script and style of `dist/webview/report.*`. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * One file that needs nothing else: it may run its own script, known by its digest, and load nothing. Everything from the
 * repository is in it as JSON or base64, and reaches the page as text.
 */
export async function reportPage({ data, packs }: Report, { script, style }: ReportAssets): Promise<string> {
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
    <title>Parity benchmark report</title>
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
