import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { throwIfAborted } from '../base/appError.ts';
import type { ComputeQueue, Urgency } from './computeQueue.ts';

/** A place in a prompt to come back to. Of each kind only the newest few are kept. */
export interface CheckpointPlace {
  /** The checkpoint holds the state after this many tokens. */
  readonly tokenCount: number;
  readonly kind: string;
  readonly keep: number;
}

export interface PrefillRequest {
  readonly tokens: readonly Token[];
  /** Ascending by `tokenCount`. */
  readonly checkpoints: readonly CheckpointPlace[];
  readonly onProgress?: (doneTokens: number) => void;
}

export interface PrefillOutcome {
  readonly reusedTokens: number;
  /** What is left for the first `evaluate` of the generation: at least one token. */
  readonly rest: readonly Token[];
}

/** A step may take about this long: what a completion waits for a chat, and an abort for its end. */
const stepMs = 100;
const smallestChunk = 16;

/**
 * One sequence of one context, used by one request at a time.
 *
 * Qwen 3.5 is a hybrid: three of four layers hold a recurrent state that cannot be rolled back to an earlier token, only
 * restored from a checkpoint taken there. So a prompt is read in chunks, with a checkpoint at each place a later prompt
 * may return to, and the next prompt restores the last checkpoint within what both have in common.
 */
export class SequenceLane {
  readonly #sequence: LlamaContextSequence;
  readonly #queue: ComputeQueue;
  readonly #urgency: Urgency;
  readonly #batchTokens: number;
  #lastUser: Promise<unknown> = Promise.resolve();
  #msPerToken: number | undefined;

  constructor(options: { sequence: LlamaContextSequence; queue: ComputeQueue; urgency: Urgency; batchTokens: number }) {
    this.#sequence = options.sequence;
    this.#queue = options.queue;
    this.#urgency = options.urgency;
    this.#batchTokens = options.batchTokens;
  }

  /** Room for a prompt and its answer together: the library keeps one cell free. */
  get contextTokens(): number {
    return this.#sequence.contextSize - 1;
  }

  /** How many of `tokens`, from the first on, are what the sequence has read. */
  sharedTokens(tokens: readonly Token[]): number {
    const read = this.#sequence.contextTokens;
    const differing = tokens.findIndex((token, index) => token !== read[index]);
    return differing < 0 ? tokens.length : differing;
  }

  /** Lets requests in one after the other; an aborted one leaves the lane usable. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>, urgency = this.#urgency): Promise<T> {
    const before = this.#lastUser;
    const turn = (async () => {
      await before;
      throwIfAborted(signal);
      const release = this.#queue.claim(urgency);
      try {
        return await work();
      } finally {
        release();
      }
    })();
    this.#lastUser = turn.catch(() => {});
    return await turn;
  }

  /** Settles when whoever uses the lane now, and whoever waits for it, is done. */
  async idle(): Promise<void> {
    await this.#lastUser;
  }

  /** Brings the sequence to the state before the last of `tokens`, computing only what no checkpoint holds. */
  async prefill(request: PrefillRequest, signal: AbortSignal, urgency = this.#urgency): Promise<PrefillOutcome> {
    const { tokens, checkpoints, onProgress } = request;
    const sequence = this.#sequence;
    // The last token is left for the generation, which needs its logits.
    const stable = tokens.slice(0, -1);
    await this.#queue.run(urgency, signal, () => sequence.adaptStateToTokens(stable, false));
    const reusedTokens = sequence.nextTokenIndex;
    onProgress?.(reusedTokens);

    const isLastChunk = (): boolean =>
      tokens.length - sequence.nextTokenIndex <= this.#chunkTokens() &&
      !checkpoints.some((place) => place.tokenCount > sequence.nextTokenIndex);
    await this.#checkpointHere(checkpoints, urgency, signal);
    while (!isLastChunk()) {
      const start = sequence.nextTokenIndex;
      const nextPlace = checkpoints.find((place) => place.tokenCount > start)?.tokenCount ?? stable.length;
      const end = Math.min(start + this.#chunkTokens(), nextPlace, stable.length);
      if (end === start) break;
      await this.#queue.run(urgency, signal, () => this.#evaluateChunk(tokens.slice(start, end)));
      onProgress?.(end);
      await this.#checkpointHere(checkpoints, urgency, signal);
    }
    return { reusedTokens, rest: tokens.slice(sequence.nextTokenIndex) };
  }

  /**
   * Generated tokens, the one that ends the answer included. `next(tokens)` makes the model continue from those tokens
   * instead of the one it chose. Each token is a step of its own in the queue.
   */
  async *generate(
    rest: readonly Token[],
    options: SequenceEvaluateOptions,
    signal: AbortSignal,
  ): AsyncGenerator<Token, void, Token[] | undefined> {
    const evaluation = this.#sequence.evaluate([...rest], { ...options, yieldEogToken: true });
    let replacement: Token[] | undefined;
    try {
      while (true) {
        const step = await this.#queue.run(this.#urgency, signal, () => evaluation.next(replacement));
        if (step.done === true) return;
        replacement = yield step.value;
      }
    } finally {
      await evaluation.return();
    }
  }

  /** A shorter chunk where the machine is slow, so that a step stays a step. */
  #chunkTokens(): number {
    if (this.#msPerToken === undefined) return Math.min(smallestChunk * 2, this.#batchTokens);
    const wanted = Math.floor(stepMs / this.#msPerToken / smallestChunk) * smallestChunk;
    return Math.max(smallestChunk, Math.min(wanted, this.#batchTokens));
  }

  async #evaluateChunk(chunk: Token[]): Promise<void> {
    const started = performance.now();
    await this.#sequence.evaluateWithoutGeneratingNewTokens(chunk);
    if (chunk.length < smallestChunk) return;
    const measured = (performance.now() - started) / chunk.length;
    this.#msPerToken = this.#msPerToken === undefined ? measured : this.#msPerToken * 0.7 + measured * 0.3;
  }

  async #checkpointHere(places: readonly CheckpointPlace[], urgency: Urgency, signal: AbortSignal): Promise<void> {
    const here = places.filter((place) => place.tokenCount === this.#sequence.nextTokenIndex && place.tokenCount > 0);
    for (const place of here) {
      await this.#queue.run(urgency, signal, () => takeCheckpoint(this.#sequence, place));
    }
  }
}

/**
 * The public `takeCheckpoint` keeps one list and drops the oldest first, which is the most valuable: the end of the
 * system prompt. The library groups checkpoints by name for its own use; the version is pinned, and a worker test
 * fails if the method goes away.
 */
async function takeCheckpoint(sequence: LlamaContextSequence, place: CheckpointPlace): Promise<void> {
  if (hasNamedCheckpoints(sequence)) await sequence._takeNamedCheckpoint(place.kind, place.keep);
  else await sequence.takeCheckpoint();
}

interface NamedCheckpoints {
  _takeNamedCheckpoint(name: string, maxNamedCheckpoints: number): Promise<void>;
}

function hasNamedCheckpoints(sequence: object): sequence is NamedCheckpoints {
  return '_takeNamedCheckpoint' in sequence && typeof sequence._takeNamedCheckpoint === 'function';
}
