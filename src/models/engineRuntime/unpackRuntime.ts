import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../base/appError.ts';
import { onDisk } from '../download/diskError.ts';
import { engineVersion, runtimePackagePath } from './runtimes.ts';

const manifestSchema = z.object({ name: z.string(), version: z.string() });

/**
 * Unpacks a package that npm made into `folder`, whole or not at all. Its digest was checked, and still: only files and
 * folders below its own are taken, no link, and it must say that it is what was asked for. Throws `AppError`s.
 */
export async function unpackRuntime(tarball: string, folder: string, name: string): Promise<void> {
  // Few ever come here, and every window would load it.
  const { extract } = await import('tar');
  const work = join(folder, `unpacking-${randomUUID()}`);
  try {
    await onDisk(folder, async () => {
      await mkdir(work, { recursive: true });
      await extract({
        file: tarball,
        cwd: work,
        strict: true,
        preserveOwner: false,
        filter: (path, entry) => path.startsWith('package/') && 'type' in entry && isPlain(entry.type),
      });
    });
    const unpacked = join(work, 'package');
    const manifest = manifestSchema.safeParse(JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'))).data;
    const actual = `${manifest?.name} ${manifest?.version}`;
    const expected = `${name} ${engineVersion}`;
    if (actual !== expected) {
      throw new AppError('download-mismatch', { name, expected, actual, rejectedPath: undefined });
    }
    const target = runtimePackagePath(folder, name);
    await onDisk(folder, async () => {
      await mkdir(dirname(target), { recursive: true });
      await rm(target, { recursive: true, force: true });
      await rename(unpacked, target);
    });
  } catch (error) {
    if (!(error instanceof Error && 'tarCode' in error)) throw error;
    const data = { name, expected: 'a package of npm', actual: error.message, rejectedPath: undefined };
    throw new AppError('download-mismatch', data, { cause: error });
  } finally {
    // The reader may still be at work on a file when it meets one that it refuses.
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isPlain(type: string): boolean {
  return type === 'File' || type === 'OldFile' || type === 'Directory';
}
