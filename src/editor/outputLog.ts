import type { LogOutputChannel } from 'vscode';
import type { Log } from '../base/log.ts';

/** The log of the extension and its worker, in VS Code's output view, at the level the user sets there. */
export function outputLog(channel: LogOutputChannel): Log {
  return {
    debug: (message) => channel.debug(message),
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error(message, error) {
      if (error === undefined) channel.error(message);
      else channel.error(message, error instanceof Error ? (error.stack ?? error.message) : String(error));
    },
  };
}
