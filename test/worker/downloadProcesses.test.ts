import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DownloadState } from '../../src/models/download/downloadState.ts';
import { readJournal } from '../../src/models/download/journal.ts';
import { type Spans, byteCount, missingSpans } from '../../src/models/download/spans.ts';
import { uniformNumbers } from '../model/randomNumbers.ts';
import { downloadOf, hostFile } from '../models/download/downloadFixture.ts';
import { type FaultyServer, sha256, startFaultyServer } from '../models/download/faultyServer.ts';
import type { ChildTask } from './downloadChild.ts';
import { temporaryFolder } from './withEngine.ts';

const repository = 'owner/Model-GGUF';
const file = 'model.gguf';
const bytes = 2_000_000;
/** What the connections of a process that dies had asked for and not yet noted. */
const inFlightBytes = 4 * 64 * 1024;

let folder: string;
let childPath: string;
let count = 0;
let server: FaultyServer;
let root: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await temporaryFolder();
  childPath = join(folder, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'downloadChild.ts')],
    outfile: childPath,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
});
beforeEach(async () => {
  server = await startFaultyServer();
  server.faultFor = () => ({ kind: 'throttle', pieceBytes: 4_000 });
  root = join(folder, String((count += 1)));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.close();
});

interface Window {
  readonly process: ChildProcess;
  readonly states: DownloadState[];
  readonly ended: Promise<unknown>;
}

function openWindow(): Window {
  const child = fork(childPath, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  const states: DownloadState[] = [];
  child.on('message', (state) => states.push(state as DownloadState));
  const task: ChildTask = { hub: server.hub.href, root, download: downloadOf(repository, file) };
  child.send(task);
  return { process: child, states, ended: once(child, 'exit') };
}

/** The first state of any of the windows for which `isWanted` holds, and that window. */
function waitFor(windows: readonly Window[], isWanted: (state: DownloadState) => boolean): Promise<Window> {
  return new Promise((resolve) => {
    for (const window of windows) {
      if (window.states.some(isWanted)) resolve(window);
      window.process.on('message', (state) => (isWanted(state as DownloadState) ? resolve(window) : undefined));
    }
  });
}

const isOwnerPast =
  (doneBytes: number) =>
  (state: DownloadState): boolean =>
    state.kind === 'downloading' && !state.isElsewhere && state.doneBytes > doneBytes;

function askedSince(index: number): Spans {
  return server.seen.slice(index).flatMap(({ server: which, range }) => {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    return which === 'files' && start !== undefined ? [{ start: Number(start), end: Number(end) + 1 }] : [];
  });
}

function expectWhole(content: Buffer): void {
  expect(sha256(readFileSync(join(root, repository, file)))).toBe(sha256(content));
}

test('three windows share one download; when the owner is killed, another goes on, and nobody loads it twice', async () => {
  const content = hostFile(server, repository, file, bytes);
  const windows = [openWindow(), openWindow(), openWindow()];
  const owner = await waitFor(windows, isOwnerPast(300_000));
  const others = windows.filter((window) => window !== owner);
  await Promise.all(others.map((other) => waitFor([other], (state) => state.kind === 'downloading')));
  expect(others.flatMap(({ states }) => states).filter(isOwnerPast(-1))).toEqual([]);
  owner.process.kill('SIGKILL');
  await owner.ended;

  await Promise.all(others.map(({ ended }) => ended));
  expect(others.map(({ states }) => states.at(-1)?.kind)).toEqual(['done', 'done']);
  expect(others.filter(({ states }) => states.some(isOwnerPast(-1)))).toHaveLength(1);
  expectWhole(content);
  expect(byteCount(askedSince(0))).toBeLessThanOrEqual(bytes + 2 * inFlightBytes);
});

test('cancelling in a window that only follows stops the download in all', async () => {
  hostFile(server, repository, file, bytes);
  const windows = [openWindow(), openWindow()];
  const owner = await waitFor(windows, isOwnerPast(100_000));
  const [other] = windows.filter((window) => window !== owner);
  await waitFor(other === undefined ? [] : [other], (state) => state.kind === 'downloading');
  other?.process.send('cancel');
  await Promise.all(windows.map(({ ended }) => ended));
  expect(windows.map(({ states }) => states.at(-1)?.kind)).toEqual(['paused', 'paused']);
});

test('killed at random moments, a download goes on with what was noted and ends in the right file', async () => {
  const uniform = uniformNumbers(20261124);
  const content = hostFile(server, repository, file, bytes);
  const notedSpans = async () => {
    const journal = await readJournal(join(root, '.downloads', `${downloadOf(repository, file).id}.json`));
    return journal?.files[file]?.good ?? [];
  };
  for (let round = 1; round <= 4; round += 1) {
    const window = openWindow();
    await waitFor([window], isOwnerPast(((round + uniform()) * bytes) / 6));
    // On a busy machine what has arrived is noted later.
    await expect.poll(async () => byteCount(await notedSpans()), { interval: 5 }).toBeGreaterThan(0);
    window.process.kill('SIGKILL');
    await window.ended;
    const good = await notedSpans();
    expect(byteCount(good)).toBeGreaterThan(0);
    const before = server.seen.length;
    const next = openWindow();
    await waitFor([next], isOwnerPast(byteCount(good)));
    next.process.kill('SIGKILL');
    await next.ended;
    // Not a byte of what was noted is asked for again.
    const asked = askedSince(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.reduce((sum, span) => sum + byteCount(missingSpans(good, span)), 0)).toBe(byteCount(asked));
  }
  const last = openWindow();
  await last.ended;
  expect(last.states.at(-1)?.kind).toBe('done');
  expectWhole(content);
});
