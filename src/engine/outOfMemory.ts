import { AppError } from '../base/appError.ts';
import type { ChannelEnd } from './channel.ts';
import type { LoadRequest } from './engine.ts';

/** What the processes of a system that has run out of memory end with: `128 + SIGKILL`, and Windows' STATUS_NO_MEMORY. */
const exitCodes: ReadonlySet<number | null> = new Set([137, 0xc0000017]);

/**
 * The error for a process that ended while it loaded a model, when it was memory it lacked. Nobody but the system, short of
 * memory, kills a process with SIGKILL; the C++ library says `bad_alloc` when it is refused.
 */
export function outOfMemoryAt(
  end: ChannelEnd,
  { path, contextTokens }: LoadRequest,
): AppError<'out-of-memory'> | undefined {
  const { exitCode, signal, lastWords = '' } = end;
  const isKilled = signal === 'SIGKILL' || exitCodes.has(exitCode);
  const isRefused = /bad_alloc|failed to allocate|out of memory|cannot allocate memory/i.test(lastWords);
  if (!isKilled && !isRefused) return undefined;
  const detail = isKilled ? 'the system ended the engine while it loaded' : 'the engine was refused memory';
  return new AppError('out-of-memory', { path, detail, contextTokens });
}
