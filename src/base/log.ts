/** Where the extension and the worker write what happened. Never a prompt, a completion or a file's text. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

export type LogLevel = keyof Log;

/** For tests and for code that runs before a log exists. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
