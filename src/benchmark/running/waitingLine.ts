import { abortError, throwIfAborted } from '../../base/appError.ts';

export type Admission<Given> =
  | { readonly kind: 'given'; readonly given: Given }
  /** What is missing may come back. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'refused'; readonly error: Error };

/** People in a line: only the first is served, so that nobody waits for ever behind those who want less. */
export interface WaitingLine<Wanted, Given> {
  ask(wanted: Wanted, signal: AbortSignal): Promise<Given>;
  /** Looks again whether the first can be served. */
  advance(): void;
}

/** `serve` takes what it gives: it is called for the first in line, until it says `wait`. */
export function createWaitingLine<Wanted, Given>(
  serve: (wanted: Wanted) => Admission<Given>,
): WaitingLine<Wanted, Given> {
  interface Waiting {
    readonly wanted: Wanted;
    readonly end: (admission: Exclude<Admission<Given>, { kind: 'wait' }>) => void;
  }
  const line: Waiting[] = [];
  const advance = (): void => {
    for (let first = line[0]; first !== undefined; first = line[0]) {
      const admission = serve(first.wanted);
      if (admission.kind === 'wait') return;
      line.shift();
      first.end(admission);
    }
  };
  return {
    advance,
    async ask(wanted, signal) {
      throwIfAborted(signal);
      return new Promise<Given>((resolve, reject) => {
        const waiting: Waiting = {
          wanted,
          end(admission) {
            signal.removeEventListener('abort', leave);
            if (admission.kind === 'given') resolve(admission.given);
            else reject(admission.error);
          },
        };
        const leave = (): void => {
          line.splice(line.indexOf(waiting), 1);
          reject(abortError());
          // It may have stood in the way of one that wants less.
          advance();
        };
        signal.addEventListener('abort', leave, { once: true });
        line.push(waiting);
        advance();
      });
    },
  };
}
