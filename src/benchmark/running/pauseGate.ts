import { Emitter, type Event } from '../../base/event.ts';
import { createWaitingLine } from './waitingLine.ts';

/** What a run asks before it starts another task. What is under way goes on through a pause. */
export interface PauseGate {
  readonly isPaused: boolean;
  readonly onChange: Event<boolean>;
  pause(): void;
  resume(): void;
  /** Resolves when there is no pause. */
  pass(signal: AbortSignal): Promise<void>;
}

export function createPauseGate(onListenerError: (error: unknown) => void): PauseGate {
  const changes = new Emitter<boolean>(onListenerError);
  let isPaused = false;
  const line = createWaitingLine<void, void>(() => (isPaused ? { kind: 'wait' } : { kind: 'given', given: undefined }));
  const set = (next: boolean): void => {
    if (next === isPaused) return;
    isPaused = next;
    changes.fire(next);
    line.advance();
  };
  return {
    get isPaused() {
      return isPaused;
    },
    onChange: changes.event,
    pause: () => set(true),
    resume: () => set(false),
    pass: (signal) => line.ask(undefined, signal),
  };
}
