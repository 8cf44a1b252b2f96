export interface ChatPage {
  /** Fresh for each page; only the script with it runs. */
  readonly nonce: string;
  /** What VS Code serves this webview's own files from. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  readonly language: string;
  readonly title: string;
}

/**
 * The chat view's page. It shows text from models and files, so it may do next to nothing: run its one script, use its
 * own styles and font. It loads no image and makes no request; no script can turn text into markup (`trusted-types`).
 */
export function chatViewHtml({ nonce, cspSource, scriptUri, styleUris, language, title }: ChatPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
  const styles = styleUris.map((uri) => `<link rel="stylesheet" href="${escapeAttribute(uri)}">`).join('\n    ');
  return `<!doctype html>
<html lang="${escapeAttribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeAttribute(title)}</title>
    ${styles}
  </head>
  <body>
    <div id="chat"></div>
    <script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptUri)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
