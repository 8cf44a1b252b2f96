/**
 * The folder of a platform's native package, at exactly the version of `node-llama-cpp`: the installed one where it
 * is, else downloaded with `npm pack`, checked against the digest in package-lock.json, and kept in `.cache/`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { projectRoot } from './projectRoot.ts';

const run = promisify(execFile);
const cache = join(projectRoot, '.cache/engine-packages');

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });
const manifestSchema = z.object({ version: z.string() });
const packedSchema = z.array(z.object({ filename: z.string() })).length(1);

export async function findEnginePackage(name: string, signal: AbortSignal): Promise<string> {
  const version = await versionOf(join(projectRoot, 'node_modules/node-llama-cpp'));
  const installed = join(projectRoot, 'node_modules', name);
  if (existsSync(installed) && (await versionOf(installed)) === version) return installed;

  const kept = join(cache, `${basename(name)}-${version}`);
  if (existsSync(kept)) return kept;
  await download(`${name}@${version}`, await pinnedIntegrity(name, version), kept, signal);
  return kept;
}

async function versionOf(folder: string): Promise<string> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version;
}

async function pinnedIntegrity(name: string, version: string): Promise<string> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(projectRoot, 'package-lock.json'), 'utf8')));
  const integrity = lock.packages[`node_modules/${name}`]?.integrity;
  if (integrity !== undefined) return integrity;
  throw new Error(
    `package-lock.json has no digest for ${name}@${version}, so a download could not be checked. ` +
      `Add the "integrity" that \`npm view ${name}@${version} dist.integrity\` gives to its entry.`,
  );
}

async function download(spec: string, integrity: string, destination: string, signal: AbortSignal): Promise<void> {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'download-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { stdout } = await run(npm, ['pack', spec, '--json', '--pack-destination', work], {
      cwd: work,
      signal,
      shell: process.platform === 'win32',
    });
    const [packed] = packedSchema.parse(JSON.parse(stdout));
    // npm has written `@scope/name` as `scope-name` here, whatever its answer says.
    const tarball = join(work, packed?.filename.replace('@', '').replace('/', '-') ?? '');
    verifyIntegrity(await readFile(tarball), integrity, spec);
    await run('tar', ['-xzf', basename(tarball)], { cwd: work, signal });
    await rename(join(work, 'package'), destination);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** `integrity` is a Subresource Integrity value, as in package-lock.json: `sha512-<base64>`. */
export function verifyIntegrity(content: Uint8Array, integrity: string, name: string): void {
  const [algorithm = '', expected] = integrity.split('-', 2);
  if (algorithm !== 'sha512') throw new Error(`${name}: cannot check a ${algorithm} digest`);
  const actual = createHash(algorithm).update(content).digest('base64');
  if (actual !== expected)
    throw new Error(`${name}: the download's sha512 is ${actual}, package-lock.json says ${expected}`);
}
