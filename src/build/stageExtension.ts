/** Lays out what runs on one target, and only that, in a folder that `vsce` packs as it is. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { findEnginePackage } from './enginePackage.ts';
import { writeNotices } from './notices.ts';
import { projectRoot } from './projectRoot.ts';
import { packageFolder, reachableRuntimeFiles } from './runtimeFiles.ts';
import { type Target, targets } from './targets.ts';

const run = promisify(execFile);

/** Nothing that runs reads these keys of package.json. */
const droppedKeys = ['private', 'scripts', 'dependencies', 'devDependencies', 'overrides', 'allowScripts', 'knip'];
const enginePackageParts = ['package.json', 'dist', 'bins', 'LICENSE'];

/** Makes the folder anew and gives its path. */
export async function stageExtension(target: Target, signal: AbortSignal): Promise<string> {
  const stage = join(projectRoot, 'out', target);
  await rm(stage, { recursive: true, force: true });
  const outdir = relative(projectRoot, join(stage, 'dist'));
  await run(process.execPath, ['esbuild.mjs', '--production', `--outdir=${outdir}`], { cwd: projectRoot, signal });

  const modules = join(stage, 'dist/node_modules');
  const runtimeFiles = await reachableRuntimeFiles();
  for (const file of runtimeFiles) await copyInto(stage, file, join('dist', file));

  const { enginePackage } = targets[target];
  const engineFolder = await findEnginePackage(enginePackage, signal);
  for (const part of enginePackageParts) await cpInto(join(engineFolder, part), join(modules, enginePackage, part));

  for (const file of ['LICENSE', 'package.nls.json', 'media']) await copyInto(stage, file, file);
  for (const file of ['README.md', 'CHANGELOG.md']) {
    if (existsSync(join(projectRoot, file))) await copyInto(stage, file, file);
    else console.warn(`package: there is no ${file}`);
  }
  await writeFile(join(stage, 'package.json'), await strippedManifest());

  const packed = [
    ...(await takeBundledPackages(stage)),
    ...new Set(runtimeFiles.map(packageFolder)),
    'node_modules/@vscode/codicons',
    'node_modules/@vscode/tree-sitter-wasm',
  ].map((folder) => join(projectRoot, folder));
  await writeFile(join(stage, 'NOTICE'), await writeNotices([...packed, engineFolder]));
  return stage;
}

function copyInto(stage: string, from: string, to: string): Promise<void> {
  return cpInto(join(projectRoot, from), join(stage, to));
}

async function cpInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true });
}

async function strippedManifest(): Promise<string> {
  const manifest = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')));
  const kept = Object.entries(manifest).filter(([key]) => !droppedKeys.includes(key));
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}

/** What the build says it bundled, relative to the project; the list itself is not packed. */
async function takeBundledPackages(stage: string): Promise<string[]> {
  const list = join(stage, 'dist/bundled-packages.json');
  const folders = z.array(z.string()).parse(JSON.parse(await readFile(list, 'utf8')));
  await rm(list);
  return folders;
}
