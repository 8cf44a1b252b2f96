/**
 * A window in a process of its own, as far as the engine is concerned: the supervisor, and the way to the shared engine.
 * The test that forked it tells it what to do, one message for each request, and gets one message for each answer.
 */
import { AppError } from '../../src/base/appError.ts';
import type { Log } from '../../src/base/log.ts';
import { superviseEngine } from '../../src/engine/superviseEngine.ts';
import { createEngineStarter } from '../../src/process/startEngine.ts';
import { createHurriedClock } from '../hurriedClock.ts';
import type { WindowAnswer, WindowOrder } from './windowOrder.ts';

const lines: string[] = [];
const write = (message: string): void => void lines.push(message);
const log: Log = { debug: write, info: write, warn: write, error: write };
const [modulePath = ''] = process.argv.slice(2);
const starter = createEngineStarter({
  modulePath,
  variant: '',
  isWanted: () => true,
  environment: process.env,
  log,
});
const engine = superviseEngine({
  start: starter.start,
  onShared: starter.onShared,
  // Crashes are what is tested, so three of them must not be too many.
  clock: createHurriedClock(2_000),
  idleMinutes: () => 0,
  log,
});
const running = new Map<number, AbortController>();
const answer = (message: WindowAnswer): void => void process.send?.(message);

async function obey(order: WindowOrder): Promise<unknown> {
  const controller = new AbortController();
  running.set(order.id, controller);
  const { signal } = controller;
  const step = (): void => answer({ kind: 'step', id: order.id });
  try {
    switch (order.kind) {
      case 'load':
        return await engine.load(order.request, step, signal);
      case 'infill':
        return await engine.infill(order.request, step, signal);
      case 'reply':
        return await engine.reply(order.request, step, signal);
      case 'restart':
        return await engine.restart();
      case 'leave':
        return await engine.dispose();
      case 'sharing':
        return starter.sharing();
      case 'log':
        return lines;
      case 'abort':
        running.get(order.of)?.abort();
        return undefined;
    }
  } finally {
    running.delete(order.id);
  }
}

process.on('message', (message) => {
  const order = message as WindowOrder;
  obey(order).then(
    (result) => answer({ kind: 'done', id: order.id, result }),
    (error: unknown) => {
      const code = error instanceof AppError ? error.code : String(error);
      answer({ kind: 'failed', id: order.id, code });
    },
  );
});
process.on('disconnect', () => process.exit(0));
