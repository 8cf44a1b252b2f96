import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

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
  const outside = new Set<Request>();
  const errors: string[] = [];
  context.on('request', (request) => {
    if (!staysHere(request.url())) outside.add(request);
  });
  context.on('response', (response) => {
    // A webview's files have an address of their own, and VS Code's service worker answers for it from this machine.
    if (response.fromServiceWorker()) outside.delete(response.request());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    context,
    outsideRequests: () => [...outside].map((request) => request.url()),
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
