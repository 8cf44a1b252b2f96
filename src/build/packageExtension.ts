/** `npm run package [-- --target linux-arm64]`: makes out/parity-TARGET-VERSION.vsix. */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { projectRoot } from './projectRoot.ts';
import { stageExtension } from './stageExtension.ts';
import { hostTarget, isTarget, type Target, targetNames } from './targets.ts';

const run = promisify(execFile);

async function packageExtension(target: Target, signal: AbortSignal): Promise<string> {
  const stage = await stageExtension(target, signal);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(stage, 'package.json'), 'utf8')));
  const vsix = join(projectRoot, 'out', `parity-${target}-${version}.vsix`);
  // `--no-dependencies` keeps vsce from asking npm what to pack: dist/node_modules holds it all.
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const ignoreFile = join(projectRoot, '.vscodeignore');
  const vsce = join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  await run(
    process.execPath,
    [vsce, 'package', ...flags, '--ignoreFile', ignoreFile, '--target', target, '--out', vsix],
    { cwd: stage, signal },
  );
  return vsix;
}

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const target = values.target ?? hostTarget(process.platform, process.arch);
  if (!isTarget(target)) throw new Error(`There is no target ${target}. There are: ${targetNames()}`);
  const vsix = await packageExtension(target, signal);
  const { size } = await stat(vsix);
  console.log(`${vsix} (${(size / 1_000_000).toFixed(1)} MB)`);
}

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
try {
  await main(interrupt.signal);
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
