import { isAbort, isAppError } from '../base/appError.ts';
import type { Engine, InfillRequest, InfillResult, Usage } from '../engine/engine.ts';
import { isShapeComplete } from './limitToShape.ts';
import { matchLineStart } from './matchLineStart.ts';
import type { Shape } from './shape.ts';
import { lineBefore, type Snapshot } from './snapshot.ts';
import { typedSince } from './typeThrough.ts';

export type Landing =
  | {
      readonly kind: 'landed';
      readonly text: string;
      readonly finish: InfillResult['finish'];
      /** Absent when the flight ended itself because the shape was complete. */
      readonly usage: Usage | undefined;
    }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * One infill under way. It outlives the request it was started for: a later request may follow it as long as what has
 * been typed since agrees with what the model writes, and it ends by itself when that is no longer so.
 */
export class Flight {
  readonly snapshot: Snapshot;
  readonly shape: Shape;
  /** Never rejects. */
  readonly landing: Promise<Landing>;
  readonly #abort = new AbortController();
  /** What the model wrote so far. */
  #text = '';
  /** What the request that follows it has typed along. */
  #typed = '';
  #isComplete = false;

  constructor(engine: Engine, request: InfillRequest, snapshot: Snapshot, shape: Shape) {
    this.snapshot = snapshot;
    this.shape = shape;
    this.landing = this.#fly(engine, request);
  }

  /** Follows the flight from a later moment of the document; false when what was typed since disagrees with it. */
  follow(snapshot: Snapshot): boolean {
    const typed = typedSince(this.snapshot, snapshot);
    const isGivenUp = this.#abort.signal.aborted && !this.#isComplete;
    if (isGivenUp || typed === undefined || !agrees(this.#startedText(), typed)) return false;
    this.#typed = typed;
    return true;
  }

  abort(): void {
    this.#abort.abort();
  }

  async #fly(engine: Engine, request: InfillRequest): Promise<Landing> {
    try {
      const result = await engine.infill(request, (text) => this.#onText(text), this.#abort.signal);
      if (this.#isComplete) return this.#completeLanding();
      return this.#abort.signal.aborted ? { kind: 'aborted' } : { kind: 'landed', ...result };
    } catch (error) {
      if (this.#isComplete) return this.#completeLanding();
      // An engine that was closed on purpose, for another model or a restart, failed nobody.
      const isGivenUp = this.#abort.signal.aborted || isAbort(error) || isAppError(error, 'engine-closed');
      return isGivenUp ? { kind: 'aborted' } : { kind: 'failed', error };
    }
  }

  #completeLanding(): Landing {
    return { kind: 'landed', text: this.#text, finish: 'stop-rule', usage: undefined };
  }

  /** The text as it will be shown, as far as its beginning goes. */
  #startedText(): string {
    return matchLineStart(this.#text, lineBefore(this.snapshot));
  }

  #onText(text: string): void {
    if (this.#abort.signal.aborted) return;
    this.#text = text;
    const started = this.#startedText();
    if (!agrees(started, this.#typed)) this.#abort.abort();
    else if (isShapeComplete(started, lineBefore(this.snapshot), this.shape)) {
      this.#isComplete = true;
      this.#abort.abort();
    }
  }
}

/** Can the model's text, finished or not, still turn out to be what is typed? */
function agrees(text: string, typed: string): boolean {
  return text.startsWith(typed) || typed.startsWith(text);
}
