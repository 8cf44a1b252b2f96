/** Runs in VS Code's extension host, bundled by measureHost.ts: activates extensions and leaves what that took. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

/** What the activation of one extension took of its host. */
export interface Activation {
  /** Reading and running the extension's module. */
  readonly loadMs: number;
  /** `activate()`, and what VS Code does around it. */
  readonly activateMs: number;
  /** After a garbage collection. */
  readonly heapBytes: number;
  readonly residentBytes: number;
}

const collectGarbage = exposedCollector();

export async function run(): Promise<void> {
  const ids = (process.env['PARITY_BENCH_EXTENSIONS'] ?? '').split(',');
  const measured: Record<string, Activation> = {};
  for (const id of ids) measured[id] = await measureActivation(id);
  const path = process.env['PARITY_BENCH_RESULT'];
  if (path !== undefined) writeFileSync(path, JSON.stringify(measured));
}

async function measureActivation(id: string): Promise<Activation> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed`);
  if (extension.isActive) throw new Error(`${id} is active already`);
  const manifest: { readonly main?: string } = extension.packageJSON;
  await settle();
  const before = memory();
  const started = performance.now();
  // VS Code finds it in Node's cache of modules after this.
  createRequire(__filename)(join(extension.extensionPath, manifest.main ?? ''));
  const loaded = performance.now();
  await extension.activate();
  const activated = performance.now();
  await settle();
  const after = memory();
  return {
    loadMs: loaded - started,
    activateMs: activated - loaded,
    heapBytes: after.heapUsed - before.heapUsed,
    residentBytes: after.rss - before.rss,
  };
}

function memory(): NodeJS.MemoryUsage {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage();
}

function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collector: unknown = runInNewContext('gc');
  if (typeof collector !== 'function') throw new Error('The garbage collector cannot be called.');
  return () => void collector();
}

const tickMs = 25;

/** Waits until the host has had nothing to do for half a second, or for ten seconds. */
async function settle(): Promise<void> {
  const end = performance.now() + 10_000;
  for (let quietTicks = 0; quietTicks < 500 / tickMs && performance.now() < end;) {
    const started = performance.now();
    await setTimeout(tickMs);
    quietTicks = performance.now() - started < tickMs + 5 ? quietTicks + 1 : 0;
  }
}
