import { AppError, isAppError } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ChannelEnd } from './channel.ts';
import type { LoadRequest } from './engine.ts';
import { limitsOf } from './loadLadder.ts';
import { outOfMemoryAt } from './outOfMemory.ts';

export type EngineCrash = AppError<'worker-crashed'> | AppError<'engine-halted'>;

const windowMinutes = 5;
/** After the first crash within the window, after the second, ...: the one after the last of them halts the engine. */
const pausesMs: readonly number[] = [1_000, 4_000];

/**
 * Remembers when the engine crashed. A model that brings its process down with each request must not be loaded again at
 * every key: it is given a growing pause, and then no request starts it any more.
 */
export class CrashHistory {
  readonly #clock: Clock;
  #momentsMs: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(): void {
    this.#momentsMs = [...this.#recent(), this.#clock.now()];
  }

  /** How often, if that is too often to start it again by itself. */
  halting(): { readonly crashes: number; readonly minutes: number } | undefined {
    const crashes = this.#recent().length;
    return crashes > pausesMs.length ? { crashes, minutes: windowMinutes } : undefined;
  }

  /** How long the next start has to wait; 0 or less: not at all. */
  pauseMs(): number {
    const recent = this.#recent();
    const pauseMs = pausesMs[recent.length - 1];
    const last = recent.at(-1);
    return pauseMs === undefined || last === undefined ? 0 : last + pauseMs - this.#clock.now();
  }

  /** A person has decided to try again. */
  forget(): void {
    this.#momentsMs = [];
  }

  #recent(): number[] {
    const nowMs = this.#clock.now();
    return this.#momentsMs.filter((moment) => nowMs - moment < windowMinutes * 60_000);
  }
}

export interface Crash {
  readonly history: CrashHistory;
  readonly end: ChannelEnd;
  readonly during: 'load' | 'run';
  readonly request: LoadRequest;
  readonly log: Log;
}

/** Notes a crash, unless it is for lack of memory, and gives the error that stands for it from now on. */
export function judgeCrash({ history, end, during, request, log }: Crash): EngineCrash | AppError<'out-of-memory'> {
  const { exitCode, signal, lastWords } = end;
  log.warn(`engine process ended by itself (exit code ${exitCode}, signal ${signal}) during ${during}`);
  if (lastWords !== undefined) log.warn(`its last words: ${lastWords}`);
  // Lack of memory is not the engine's fault: the load goes on with less, and each step of that is another load.
  const lack = during === 'load' ? outOfMemoryAt(end, { ...request, ...limitsOf(request) }) : undefined;
  if (lack !== undefined) return lack;
  history.note();
  const halting = history.halting();
  if (halting !== undefined) return new AppError('engine-halted', { ...halting, exitCode, signal });
  return new AppError('worker-crashed', { exitCode, signal, during });
}

/** Is this the death of the engine's process, which `onCrash` reports once for all who were waiting? */
export function isCrash(error: unknown): error is EngineCrash {
  return isAppError(error, 'worker-crashed') || isAppError(error, 'engine-halted');
}
