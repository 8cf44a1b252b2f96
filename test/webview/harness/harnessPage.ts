import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { chatViewHtml } from '../../../src/editor/chatViewHtml.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** No server: the browser's requests to it are answered here. */
const origin = 'http://127.0.0.1:1';
const nonce = 'harness';

export const themeNames = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type ThemeName = (typeof themeNames)[number];

interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Serves the view's page to `page`: the same HTML and policy as in VS Code, the bundle made from the sources, the
 * variables of one of VS Code's themes. `reload()` of the page is what hiding and showing the view does.
 */
export async function openHarness(page: Page, themeName: ThemeName, fontSize = '13px'): Promise<void> {
  const theme = JSON.parse(await readFile(`${root}test/webview/harness/themes/${themeName}.json`, 'utf8')) as Theme;
  const files = await bundledFiles();
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === 'page') {
      await route.fulfill({ contentType: 'text/html; charset=utf-8', body: pageHtml(theme) });
      return;
    }
    const body = name === 'theme.css' ? themeStyles(theme, fontSize) : files.get(name);
    if (body === undefined) await route.fulfill({ status: 404, body: '' });
    else await route.fulfill({ contentType: contentTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain', body });
  });
  await page.goto(`${origin}/page`);
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};

function pageHtml(theme: Theme): string {
  const html = chatViewHtml({
    nonce,
    cspSource: origin,
    scriptUri: `${origin}/chat.js`,
    styleUris: [`${origin}/codicon.css`, `${origin}/chat.css`],
    language: 'en',
    title: 'Parity',
  });
  return html
    .replace(
      '<title>',
      `<link rel="stylesheet" href="${origin}/theme.css"><script nonce="${nonce}" src="${origin}/probe.js"></script><title>`,
    )
    .replace('<body>', `<body class="${theme.bodyClass}">`);
}

/** VS Code's own default styles are in this layer, below whatever a page brings. */
function themeStyles(theme: Theme, fontSize: string): string {
  const variables = Object.entries({ ...theme.variables, '--vscode-font-size': fontSize });
  return `:root { ${variables.map(([name, value]) => `${name}: ${value};`).join(' ')} }
html { background: var(--vscode-sideBar-background, var(--vscode-editor-background)); }
@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { margin: 0; padding: 0 20px; background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { padding: 1px 3px; border-radius: 4px; background-color: var(--vscode-textPreformat-background); }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background); }
  a:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}`;
}

let built: Promise<ReadonlyMap<string, Buffer>> | undefined;

function bundledFiles(): Promise<ReadonlyMap<string, Buffer>> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<ReadonlyMap<string, Buffer>> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { chat: 'src/webview/main.tsx', probe: 'test/webview/harness/pageProbe.ts' },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'chrome130',
  });
  const files = new Map(outputFiles.map((file) => [file.path.split('/').at(-1) ?? '', Buffer.from(file.contents)]));
  files.set('chat.css', await readFile(`${root}src/webview/chat.css`));
  for (const name of ['codicon.css', 'codicon.ttf']) {
    files.set(name, await readFile(`${root}node_modules/@vscode/codicons/dist/${name}`));
  }
  return files;
}
