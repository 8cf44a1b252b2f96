import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export interface Browser {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses of requests to anything but this machine, in order. All of them failed. */
  outsideRequests(): readonly string[];
  /** What pages wrote to the console as errors. */
  consoleErrors(): readonly string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  /** 2: 200% zoom. */
  readonly scale?: number;
}

/** A Chromium with a fresh profile that can reach nothing but this machine: no other name or address resolves. */
export async function openBrowser(executable: string, options: BrowserOptions = {}): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'parity-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  const outside: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => {
    if (!staysHere(request.url()) && !isOfWebview(request.url())) outside.push(request.url());
  });
  // VS Code's service worker answers for a webview's files, or the webview is closed before it has.
  context.on('response', (response) => {
    if (isOfWebview(response.url()) && !response.fromServiceWorker()) outside.push(response.url());
  });
  context.on('requestfailed', (request) => {
    const isGivenUp = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (isOfWebview(request.url()) && !isGivenUp) outside.push(request.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    context,
    outsideRequests: () => outside,
    consoleErrors: () => errors,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function staysHere(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'data:' || protocol === 'blob:' || protocol === 'about:' || hostname === '127.0.0.1';
}

/** Files of a webview have an address of their own, which names no machine. */
function isOfWebview(address: string): boolean {
  return new URL(address).hostname.endsWith('.vscode-resource.vscode-cdn.net');
}
