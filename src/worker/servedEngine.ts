import type { Log, LogLevel } from '../base/log.ts';
import type { LocalEngine } from '../engine/engine.ts';
import type { WorkerMessage } from '../engine/protocol.ts';

/** An engine as a process offers it. */
export interface ServedEngine extends LocalEngine {
  /** Does it compute what nobody has asked for yet? */
  readonly isReadingAhead?: boolean;
  /** So many windows use it from now on. */
  expectWindows?(count: number): void;
}

/** A log whose lines are messages to whoever reads them. */
export function logTo(post: (message: Extract<WorkerMessage, { kind: 'log' }>) => void): Log {
  const write = (level: LogLevel) => (message: string, error?: unknown) => {
    const detail =
      error === undefined ? '' : ` ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    post({ kind: 'log', level, message: message + detail });
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
