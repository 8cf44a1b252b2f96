/** A disk that is really full: a file system of a megabyte, in a mount namespace of its own. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import type { DownloadState } from '../../src/models/download/downloadState.ts';
import { downloadOf, hostFile } from '../models/download/downloadFixture.ts';
import { sha256, startFaultyServer } from '../models/download/faultyServer.ts';
import type { ChildTask } from './downloadChild.ts';
import { temporaryFolder } from './withEngine.ts';

const repository = 'owner/Model-GGUF';
const file = 'model.gguf';
const bytes = 2_000_000;

const mountTrial = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
const canMount = process.platform === 'linux' && mountTrial.status === 0;

test.skipIf(!canMount)(
  'says that the disk is full, keeps what has arrived, and goes on when there is room',
  async () => {
    const folder = await temporaryFolder();
    const root = join(folder, 'disk');
    mkdirSync(root);
    const server = await startFaultyServer();
    onTestFinished(() => server.close());
    // What the journal has noted is kept, and it notes at most so often: a disk that is full within a moment keeps nothing.
    server.faultFor = () => ({ kind: 'throttle', pieceBytes: 1024 });
    const content = hostFile(server, repository, file, bytes);
    const childPath = join(folder, 'child.mjs');
    const entry = join(import.meta.dirname, 'downloadChild.ts');
    await build({ entryPoints: [entry], outfile: childPath, bundle: true, platform: 'node', format: 'esm' });

    const mounted = spawn('unshare', [
      '-rm',
      'sh',
      '-c',
      'mount -t tmpfs -o size=1m tmpfs "$0" && echo up && exec cat',
      root,
    ]);
    onTestFinished(() => void mounted.kill('SIGKILL'));
    await once(mounted.stdout, 'data');
    const inside = ['-t', String(mounted.pid), '-U', '-m', '--preserve-credentials', '--'];
    const download = async (): Promise<readonly DownloadState[]> => {
      const child = spawn('nsenter', [...inside, process.execPath, childPath], { stdio: ['ignore', 2, 2, 'ipc'] });
      const states: DownloadState[] = [];
      child.on('message', (state) => states.push(state as DownloadState));
      const task: ChildTask = { hub: server.hub.href, root, download: downloadOf(repository, file) };
      child.send(task);
      await once(child, 'exit');
      return states;
    };

    expect((await download()).at(-1)).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } });
    server.faultFor = () => ({ kind: 'none' });
    const already = server.seen.length;
    execFileSync('nsenter', [...inside, 'mount', '-o', 'remount,size=8m', root]);
    expect((await download()).at(-1)).toMatchObject({ kind: 'done' });
    const again = server.seen.slice(already).flatMap(({ server: which, range }) => {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
      return which !== 'files' || start === undefined ? [] : [Number(end) + 1 - Number(start)];
    });
    expect(again.reduce((sum, asked) => sum + asked, 0)).toBeLessThan(bytes * 0.9);
    const arrived = execFileSync('nsenter', [...inside, 'cat', join(root, repository, file)], { maxBuffer: 2 * bytes });
    expect(sha256(arrived)).toBe(sha256(content));
  },
);
