import { rm } from 'node:fs/promises';
import { posix } from 'node:path';
import type { DownloadState } from '../download/downloadState.ts';
import { type ModelDownload, modelDownloadSchema } from '../download/modelDownload.ts';
import { type RuntimePackage, engineVersion, isRuntimeInstalled } from './runtimes.ts';
import { unpackRuntime } from './unpackRuntime.ts';

/**
 * Downloads and unpacks what is not there yet of `packages` into `folder`. `load` downloads one file and says how that
 * ended; its end is given back when it is not `done`. Throws `AppError`s of the unpacking.
 */
export async function installRuntime(
  packages: readonly RuntimePackage[],
  folder: string,
  load: (download: ModelDownload) => Promise<DownloadState>,
): Promise<DownloadState | { readonly kind: 'installed' }> {
  for (const one of packages) {
    if (isRuntimeInstalled(folder, one.name)) continue;
    const end = await load(downloadOfRuntime(one));
    if (end.kind !== 'done') return end;
    await unpackRuntime(end.path, folder, one.name);
    await rm(end.path, { force: true });
  }
  return { kind: 'installed' };
}

function downloadOfRuntime({ name, url, integrity, bytes }: RuntimePackage): ModelDownload {
  const file = `${posix.basename(name)}-${engineVersion}.tgz`;
  const hex = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
  return modelDownloadSchema.parse({
    id: `engine--${file}`,
    name: file,
    folder: 'engine-downloads',
    origin: { kind: 'address', url },
    files: [{ path: file, bytes, digest: { algorithm: 'sha512', hex } }],
  });
}
