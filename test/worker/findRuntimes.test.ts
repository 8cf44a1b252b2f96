import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './withEngine.ts';

let folder: string;
let downloaded: string;
/** Imports a package as node-llama-cpp does, after the hook was set. */
let program: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  // Not below the program: from there Node would find what is beside it.
  downloaded = await temporaryFolder();
  program = join(folder, 'program.mjs');
  const runtimes = join(import.meta.dirname, '../../src/worker/findRuntimes.ts');
  await build({
    stdin: {
      contents: `import { findRuntimes } from ${JSON.stringify(runtimes)};
        findRuntimes();
        for (const name of process.argv.slice(2)) {
          const found = await import(name).then((module) => module.where, (error) => error.code);
          console.log(found);
        }`,
      resolveDir: folder,
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  await addPackage(join(folder, 'node_modules'), 'beside', 'beside the engine');
  await addPackage(join(folder, 'node_modules'), 'both', 'beside the engine');
  await addPackage(join(downloaded, 'node_modules'), 'both', 'downloaded');
  await addPackage(join(downloaded, 'node_modules'), 'later', 'downloaded');
});

async function addPackage(modules: string, name: string, where: string): Promise<void> {
  const home = join(modules, '@node-llama-cpp', name);
  await mkdir(home, { recursive: true });
  await writeFile(
    join(home, 'package.json'),
    JSON.stringify({ name: `@node-llama-cpp/${name}`, type: 'module', exports: './index.js' }),
  );
  await writeFile(join(home, 'index.js'), `export const where = ${JSON.stringify(where)};`);
}

async function importAll(names: readonly string[], environment: Record<string, string>): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...names], { env: environment });
  return stdout.trim().split('\n');
}

const names = ['beside', 'later', 'both', 'nowhere'].map((name) => `@node-llama-cpp/${name}`);

test('native code is looked for where it was downloaded to, then beside the engine', async () => {
  expect(await importAll(names, { PARITY_ENGINE_RUNTIMES: downloaded })).toEqual([
    'beside the engine',
    'downloaded',
    'downloaded',
    'ERR_MODULE_NOT_FOUND',
  ]);
});

test('without a folder for downloads everything is as it was', async () => {
  expect(await importAll(names.slice(0, 2), {})).toEqual(['beside the engine', 'ERR_MODULE_NOT_FOUND']);
});
