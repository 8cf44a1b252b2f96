import type { Token } from 'node-llama-cpp';
import { isAbort } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { SequenceLane } from './sequenceLane.ts';

export interface InfillLanesOptions {
  readonly first: SequenceLane;
  /** Throws when there is no memory for it. */
  readonly openSecond: (signal: AbortSignal) => Promise<SequenceLane>;
  readonly log: Log;
}

/** A request that shares less than this part of its prompt with what a lane has read is about something else. */
const relatedShare = 1 / 4;

/**
 * Where completions are computed: one lane, and a second one once a second window has come. Windows that take turns
 * would otherwise read their files anew each time, because a lane keeps one prompt.
 *
 * The second lane is a context of its own and not a second sequence of the first, whose keys, values and state (67 MiB for
 * the 0.8B shape) every user would pay for: one with a single window pays nothing, and where memory is missing nothing is
 * lost. It stays for as long as the model. For that shape it took 75 MiB and 0.1 s to open (by `memoryNeeds` it is 154 MiB
 * at most, with room to compute and saved states), and a completion after one of the other window 0.1 s in place of 8 s
 * (two cores, files of 1,000 tokens). Chats have one lane: a context of theirs is many times larger.
 */
export class InfillLanes {
  /** Whichever was used longest ago comes first. */
  readonly #lanes: SequenceLane[];
  readonly #openSecond: (signal: AbortSignal) => Promise<SequenceLane>;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #opening: Promise<void> | undefined;

  constructor({ first, openSecond, log }: InfillLanesOptions) {
    this.#lanes = [first];
    this.#openSecond = openSecond;
    this.#log = log;
  }

  /** Room for a prompt and its answer together, the same in each lane. */
  get contextTokens(): number {
    return Math.min(...this.#lanes.map((lane) => lane.contextTokens));
  }

  /** The lane that has read most of `tokens`; the one used longest ago, if none has read a good part of them. */
  choose(tokens: readonly Token[]): SequenceLane {
    const shared = new Map(this.#lanes.map((lane) => [lane, lane.sharedTokens(tokens)]));
    const tokensIn = (lane: SequenceLane): number => shared.get(lane) ?? 0;
    const related = this.#lanes.filter((lane) => tokensIn(lane) >= tokens.length * relatedShare);
    const best = related.reduce<SequenceLane | undefined>(
      (most, lane) => (most === undefined || tokensIn(lane) > tokensIn(most) ? lane : most),
      undefined,
    );
    const [oldest] = this.#lanes;
    const chosen = best ?? oldest;
    if (chosen === undefined) throw new Error('There is always a first lane.');
    this.#lanes.splice(this.#lanes.indexOf(chosen), 1);
    this.#lanes.push(chosen);
    return chosen;
  }

  /** Opens the second lane if there is memory for it. What failed is not tried again with this model. */
  async makeRoomForTwo(): Promise<void> {
    this.#opening ??= this.#open();
    await this.#opening;
  }

  /** Opens nothing more, and settles when nobody uses a lane any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#opening;
    await Promise.all(this.#lanes.map((lane) => lane.idle()));
  }

  async #open(): Promise<void> {
    try {
      // Empty, so before the one that is not.
      this.#lanes.unshift(await this.#openSecond(this.#closing.signal));
      this.#log.info('a second context for completions is open, for windows that take turns');
    } catch (error) {
      if (!isAbort(error)) this.#log.warn(`windows share one context for completions (${String(error)})`);
    }
  }
}
