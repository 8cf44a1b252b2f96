import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { createDownloads } from '../../../src/models/download/downloads.ts';
import { installRuntime } from '../../../src/models/engineRuntime/installRuntime.ts';
import { type RuntimePackage, engineVersion, runtimePackages } from '../../../src/models/engineRuntime/runtimes.ts';
import { unpackRuntime } from '../../../src/models/engineRuntime/unpackRuntime.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';
import { portsFor } from '../download/downloadFixture.ts';
import { type FaultyServer, startFaultyServer } from '../download/faultyServer.ts';

const folder = temporaryFolder();
const name = '@node-llama-cpp/linux-x64-cuda';
let server: FaultyServer;
let count = 0;
beforeAll(async () => {
  server = await startFaultyServer();
});
afterAll(() => server.close());

/** A package as npm packs it; `prepare` may add to its folder. */
async function packed(manifest: object, prepare: (packageFolder: string) => void = () => {}): Promise<string> {
  const work = join(folder, `pack-${(count += 1)}`);
  mkdirSync(join(work, 'package/bins'), { recursive: true });
  writeFileSync(join(work, 'package/package.json'), JSON.stringify(manifest));
  writeFileSync(join(work, 'package/bins/llama.node'), 'native code');
  prepare(join(work, 'package'));
  const file = join(work, 'package.tgz');
  await create({ file, cwd: work, gzip: true }, ['package']);
  return file;
}

const good = { name, version: engineVersion };

test('a package is downloaded, checked, unpacked where the engine looks, and its archive removed', async () => {
  const archive = readFileSync(await packed(good));
  server.files.set('owner/name/cuda.tgz', { content: archive });
  const origin = await fileOrigin();
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  const offered: RuntimePackage = {
    name,
    platform: 'linux-x64',
    backend: 'cuda',
    url: `${origin}/owner/name/cuda.tgz`,
    integrity,
    bytes: archive.length,
  };
  const root = join(folder, 'root');
  const downloads = createDownloads(portsFor(server, join(folder, 'downloads')));
  const install = (one: RuntimePackage) => installRuntime([one], root, (download) => downloads.start(download));

  const wrong = { ...offered, integrity: `sha512-${createHash('sha512').update('other').digest('base64')}` };
  expect(await install(wrong)).toMatchObject({ kind: 'failed', error: { code: 'download-mismatch' } });
  expect(existsSync(root)).toBe(false);

  expect(await install(offered)).toEqual({ kind: 'installed' });
  expect(readFileSync(join(root, 'node_modules', name, 'bins/llama.node'), 'utf8')).toBe('native code');
  expect(readdirSync(root)).toEqual(['node_modules']);
  expect(readdirSync(join(folder, 'downloads')).filter((entry) => entry.endsWith('.tgz'))).toEqual([]);
  const before = server.seen.length;
  expect(await install(offered)).toEqual({ kind: 'installed' });
  expect(server.seen.length).toBe(before);
});

/** The server of the bytes, which the hub redirects to. */
async function fileOrigin(): Promise<string> {
  const answer = await fetch(new URL('owner/name/resolve/main/cuda.tgz', server.hub), { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '').origin;
}

test('a package of another name or version is refused, and leaves nothing', async () => {
  for (const manifest of [
    { ...good, version: '3.0.0' },
    { ...good, name: 'other' },
  ]) {
    const target = join(folder, `refused-${(count += 1)}`);
    await expect(unpackRuntime(await packed(manifest), target, name)).rejects.toMatchObject({
      code: 'download-mismatch',
    });
    expect(readdirSync(target)).toEqual([]);
  }
});

test('links, and what lies beside the package, are left out', async () => {
  const archive = await packed(good, (packageFolder) => {
    symlinkSync(folder, join(packageFolder, 'link'));
    writeFileSync(join(packageFolder, '..', 'beside'), 'x');
  });
  const wide = join(folder, 'wide.tgz');
  await create({ file: wide, cwd: dirname(archive), gzip: true }, ['package', 'beside']);
  const target = join(folder, 'clean');
  await unpackRuntime(wide, target, name);
  expect(readdirSync(join(target, 'node_modules', name)).toSorted()).toEqual(['bins', 'package.json']);
  expect(readdirSync(target)).toEqual(['node_modules']);
});

test('an archive with a path that leads out is refused as a whole', async () => {
  const archive = await packed(good, (packageFolder) => writeFileSync(join(packageFolder, '..', 'escaped'), 'x'));
  const work = dirname(archive);
  const sneaky = join(folder, 'sneaky.tgz');
  await create({ file: sneaky, cwd: work, gzip: true, preservePaths: true }, [
    'package',
    `package/../../${basename(work)}/escaped`,
  ]);
  const target = join(folder, 'refused');
  await expect(unpackRuntime(sneaky, target, name)).rejects.toMatchObject({ code: 'download-mismatch' });
  expect(readdirSync(target)).toEqual([]);
});

test('what is offered is for the very version of the engine', () => {
  const manifest = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  expect(engineVersion).toBe(manifest.dependencies['node-llama-cpp']);
  for (const { name: offered, url } of runtimePackages) {
    expect(url).toBe(`https://registry.npmjs.org/${offered}/-/${offered.split('/')[1]}-${engineVersion}.tgz`);
  }
});
