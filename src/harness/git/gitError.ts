import { AppError } from '../../base/appError.ts';

export interface GitFailure {
  readonly folder: string;
  /** What git wrote to standard error, in English. */
  readonly complaint: string;
  /** The system's error when git could not be started. */
  readonly cause: unknown;
}

/** Git has one exit code, 128, for all that stops it: only its English words, stable for many years, tell the causes apart. */
export function gitError({ folder, complaint, cause }: GitFailure): AppError {
  if (isMissing(cause)) return new AppError('git-missing', { folder }, { cause });
  if (/dubious ownership|unsafe repository/.test(complaint)) return new AppError('git-unsafe-folder', { folder });
  const detail = cause instanceof Error ? cause.message : firstLine(complaint);
  return new AppError('git-failed', { folder, detail }, { cause });
}

export function saysNoRepository(complaint: string): boolean {
  return /not a git repository/i.test(complaint);
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function firstLine(complaint: string): string {
  const line = complaint.split('\n').find((text) => text.trim() !== '') ?? 'git ended without a word';
  return line
    .replace(/^(?:fatal|error): /, '')
    .trim()
    .slice(0, 300);
}
