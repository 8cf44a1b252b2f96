import { AppError } from '../../base/appError.ts';

/** Does `work` in `folder`; an error of the file system becomes one that people are told of. */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskError(error, folder);
  }
}

function toDiskError(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk-full', { folder }, { cause: error });
  return new AppError('folder-unwritable', { folder, detail: code }, { cause: error });
}

/** `ENOENT`, `EACCES`... of an error that the operating system gave. */
export function systemCode(error: unknown): string | undefined {
  const isFromSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isFromSystem && typeof error.code === 'string' ? error.code : undefined;
}
