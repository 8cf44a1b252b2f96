import { AppError } from '../base/appError.ts';
import type { ChannelEnd } from './channel.ts';
import type { LoadRequest } from './engine.ts';

/** What the processes of a system that has run out of memory end with: `128 + SIGKILL`, and Windows' STATUS_NO_MEMORY. */
const exitCodes: ReadonlySet<number | null> = new Set([137, 0xc0000017]);

/**
 * Did a process that ended while it loaded a model lack memory? Nobody but the system, short of memory, kills a process
 * with SIGKILL; the C++ library says `bad_alloc` when it is refused.
 */
export function isLackOfMemory(end: ChannelEnd): boolean {
  return isKilled(end) || isRefused(end);
}

/** The error for such an end. */
export function outOfMemoryAt(
  end: ChannelEnd,
  { path, contextTokens }: Pick<LoadRequest, 'path' | 'contextTokens'>,
): AppError<'out-of-memory'> | undefined {
  if (!isLackOfMemory(end)) return undefined;
  const detail = isKilled(end) ? 'the system ended the engine while it loaded' : 'the engine was refused memory';
  return new AppError('out-of-memory', { path, detail, contextTokens });
}

function isKilled({ exitCode, signal }: ChannelEnd): boolean {
  return signal === 'SIGKILL' || exitCodes.has(exitCode);
}

function isRefused({ lastWords = '' }: ChannelEnd): boolean {
  return /bad_alloc|failed to allocate|out of memory|cannot allocate memory/i.test(lastWords);
}
