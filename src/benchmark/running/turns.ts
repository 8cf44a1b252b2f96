import { type Disposable, toDisposable } from '../../base/disposables.ts';
import { createWaitingLine } from './waitingLine.ts';

/**
 * Who may use this machine now. A model that runs here is measured, so nothing else may take the processor meanwhile: it
 * takes all seats; a run of tests takes one. In the order of asking, so nobody waits for ever.
 */
export interface Turns {
  /** Waits for one seat, or for all of them. Dispose of the turn to give them back. */
  take(seats: 'one' | 'all', signal: AbortSignal): Promise<Disposable>;
}

export function createTurns(seatCount: number): Turns {
  let free = seatCount;
  const line = createWaitingLine<number, Disposable>((seats) => {
    if (seats > free) return { kind: 'wait' };
    free -= seats;
    const giveBack = toDisposable(() => {
      free += seats;
      line.advance();
    });
    return { kind: 'given', given: giveBack };
  });
  return { take: (seats, signal) => line.ask(seats === 'all' ? seatCount : 1, signal) };
}
