/** The process that runs the model: forked by the extension, serving its calls until it goes away. */
import type { LogLevel } from '../base/log.ts';
import { serveEngine } from '../engine/serveEngine.ts';
import { findRuntimes } from './findRuntimes.ts';
import { createLlamaEngine } from './llamaEngine.ts';
import { parentChannel } from './processChannel.ts';

findRuntimes();
const channel = parentChannel();
const write = (level: LogLevel) => (message: string, error?: unknown) => {
  const detail =
    error === undefined ? '' : ` ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  channel.post({ kind: 'log', level, message: message + detail });
};
const engine = createLlamaEngine({
  debug: write('debug'),
  info: write('info'),
  warn: write('warn'),
  error: write('error'),
});

// Nothing is left to do once the extension is gone: the system frees the weights faster than we could.
channel.onEnd(() => process.exit(0));
serveEngine(engine, channel, { isBusy: () => engine.isReadingAhead });
