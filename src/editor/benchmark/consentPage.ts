import type { ConsentPoint } from './consentFacts.ts';

export interface ConsentPage {
  /** Fresh for each page: only the script and the style with it count. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  readonly points: readonly ConsentPoint[];
  readonly labels: { readonly run: string; readonly change: string; readonly cancel: string; readonly warning: string };
}

/** The page that asks before a benchmark runs. It loads nothing, and its one script tells which button was pressed. */
export function consentPage({ nonce, language, title, points, labels }: ConsentPage): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${escape(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body>
    <main>
      <h1 tabindex="-1">${escape(title)}</h1>
      ${points.map((point) => section(point, labels.warning)).join('\n      ')}
    </main>
    <footer>
      <button class="primary" data-answer="run">${escape(labels.run)}</button>
      <button data-answer="change">${escape(labels.change)}</button>
      <button data-answer="cancel">${escape(labels.cancel)}</button>
    </footer>
    <script nonce="${nonce}">${script}</script>
  </body>
</html>
`;
}

function section({ heading, lines, isWarning }: ConsentPoint, warning: string): string {
  const sign = isWarning ? `<span class="sign">${escape(warning)}</span> ` : '';
  const body = lines.map((line) => `<p>${escape(line)}</p>`).join('');
  return `<section${isWarning ? ' class="warning"' : ''}><h2>${sign}${escape(heading)}</h2><div>${body}</div></section>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const script = `
const vscode = acquireVsCodeApi();
document.querySelector('h1').focus();
for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', () => vscode.postMessage({ answer: button.dataset.answer }));
}
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') vscode.postMessage({ answer: 'cancel' });
});
`;

const style = `
body { padding: 0; margin: 0; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.5; }
main { max-width: 46rem; padding: 1rem 2rem 0.5rem; }
h1 { font-size: 1.6em; font-weight: 500; margin: 0.2em 0 0.6em; outline: none; }
section { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1.5rem; padding: 0.6rem 0; border-top: 1px solid var(--vscode-widget-border, var(--vscode-editorWidget-border, transparent)); }
h2 { font-size: 1em; font-weight: 600; margin: 0; }
p { margin: 0 0 0.3em; overflow-wrap: anywhere; }
.warning { border-inline-start: 3px solid var(--vscode-editorWarning-foreground, var(--vscode-contrastBorder)); padding-inline-start: 0.8rem; }
.sign { display: block; color: var(--vscode-editorWarning-foreground); }
footer { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: 0.6rem; max-width: 46rem; padding: 0.8rem 2rem; background: var(--vscode-editor-background); border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
button { font: inherit; min-height: 28px; padding: 4px 14px; border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px; cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.primary:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
@media (max-width: 560px) { main, footer { padding-inline: 1rem; } section { grid-template-columns: 1fr; } }
`;
