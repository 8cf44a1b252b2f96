import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, mkdtemp, realpath, rename, rm, rmdir, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { AppError, throwIfAborted } from '../base/appError.ts';
import { checkModelFile } from './checkModelFile.ts';
import { partNames } from './partNames.ts';

/** `copy`: independent of the original. `link`: no second copy on the disk. */
export type ImportManner = 'copy' | 'link';

/**
 * Puts a model from elsewhere into Parity's own folder, all parts of it, and gives its new path. Whoever looks sees
 * either nothing or all of it. Throws `model-missing`, `model-invalid`, `folder-unwritable`, `disk-full`.
 */
export async function importModel(
  { path, folder, manner }: { path: string; folder: string; manner: ImportManner },
  signal: AbortSignal,
): Promise<string> {
  await checkModelFile(path, signal);
  // Links of a cache lead to names that say nothing: the parts are found by the names beside `path`.
  const given = basename(path);
  const names = partNames(given);
  return orFolderProblem(folder, async () => {
    await mkdir(folder, { recursive: true });
    const growing = await mkdtemp(join(folder, '.import-'));
    try {
      for (const name of names) {
        throwIfAborted(signal);
        const original = await realpath(join(dirname(path), name));
        const place = join(growing, withEnding(name));
        if (manner === 'link') await linkTo(original, place);
        // A file system that can shares the blocks until one of the two is changed.
        else await copyFile(original, place, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      }
      throwIfAborted(signal);
      return join(await settle(growing, folder, stem(given)), withEnding(given));
    } catch (error) {
      await rm(growing, { recursive: true, force: true });
      throw error;
    }
  });
}

/** Another name of the same file where that is possible: it stays whole when the original's name goes. */
async function linkTo(original: string, place: string): Promise<void> {
  try {
    await link(original, place);
  } catch (error) {
    if (!hasCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK')) throw error;
    await symlink(original, place, 'file');
  }
}

/** Gives the finished folder its name, or the next one that is free. */
async function settle(growing: string, folder: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const place = join(folder, count === 1 ? name : `${name}-${count}`);
    try {
      // Made first, for some systems let a folder take the place of an empty one, and none of a file.
      await mkdir(place);
      await rename(growing, place).catch(async (error: unknown) => {
        await rmdir(place);
        if (!hasCode(error, 'EEXIST', 'EPERM', 'ENOTEMPTY')) throw error;
        await rename(growing, place);
      });
      return place;
    } catch (error) {
      if (!hasCode(error, 'EEXIST', 'ENOTEMPTY')) throw error;
    }
  }
}

/**
 * Deletes a model, all parts of it, from Parity's own folder. What lies elsewhere, is reached through a link to a folder,
 * or is no model file is refused with `not-own-file`; of a link the link goes and the original stays.
 */
export async function removeModel(path: string, folder: string): Promise<void> {
  const refused = (): AppError => new AppError('not-own-file', { path });
  const name = basename(path);
  if (!/\.gguf$/i.test(name)) throw refused();
  // Where the file's folder really is: `..` and links are gone from it.
  const [home, own] = await Promise.all([realpath(dirname(resolve(path))), realpath(folder)]).catch(() => {
    throw new AppError('model-missing', { path });
  });
  if (!isWithin(home, own)) throw refused();

  for (const part of partNames(name)) {
    const file = join(home, part);
    const found = await lstat(file).catch(() => undefined);
    if (found === undefined) {
      if (part === name) throw new AppError('model-missing', { path });
      continue;
    }
    if (!found.isFile() && !found.isSymbolicLink()) throw refused();
    await orFolderProblem(home, () => unlink(file));
  }
  // A folder that an import made, once it is empty.
  if (home !== own) await rmdir(home).catch(() => {});
}

/** `folder` itself counts. Both as `realpath` gives them. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}

/** Ollama's files have none. */
function withEnding(name: string): string {
  return /\.gguf$/i.test(name) ? name : `${name}.gguf`;
}

function stem(name: string): string {
  return name.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
}

async function orFolderProblem<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, 'ENOSPC', 'EDQUOT')) throw new AppError('disk-full', { folder }, { cause: error });
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EEXIST', 'ENOTDIR')) throw error;
    throw new AppError('folder-unwritable', { folder, detail: codeOf(error) ?? '' }, { cause: error });
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(error);
  return code !== undefined && codes.includes(code);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
