import { AppError, type AppErrorCode, isAbort, isAppError } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import { delay } from '../base/delay.ts';
import type { Disposable } from '../base/disposables.ts';
import { raceAbort } from '../base/raceAbort.ts';
import type { Engine, ModelDescription } from '../engine/engine.ts';
import { adaptiveDebounce } from './adaptiveDebounce.ts';
import type { EngineAccess } from './engineAccess.ts';
import { CompletionMeter, type CompletionStatistics } from './completionStatistics.ts';
import { Flight, type Landing } from './flight.ts';
import { type GatherContext, makeInfillRequest } from './infillRequest.ts';
import { type DropCause, type Outcome, type SkipReason, skipped, type SuggestionSource } from './outcome.ts';
import { adaptPromptRoom, initialPromptTokens } from './promptRoom.ts';
import { type Assumed, assumeSelected } from './selectedSuggestion.ts';
import { decideShape } from './shape.ts';
import { skipReason } from './skipReason.ts';
import { lineBefore, type Snapshot, type Trigger } from './snapshot.ts';
import { initialCharactersPerToken, shortenAfterOverflow } from './tokenLength.ts';
import { trim } from './trim.ts';
import { type Remainder, TypeThrough } from './typeThrough.ts';

export interface Completer extends Disposable {
  /** Never rejects on what the engine does; one request is live at a time, the newest. */
  complete(snapshot: Snapshot, trigger: Trigger, signal: AbortSignal): Promise<Outcome>;
  noteAccepted(): void;
  statistics(): CompletionStatistics;
}

export interface CompleterPorts {
  readonly access: EngineAccess;
  readonly clock: Clock;
  readonly gatherContext: GatherContext;
  /** Gets a failure once, and again only after the engine has answered in between. */
  readonly reportError: (error: unknown) => void;
}

export function createCompleter(ports: CompleterPorts): Completer {
  return new OneAtATimeCompleter(ports);
}

type Job = Assumed & {
  readonly turn: number;
  readonly trigger: Trigger;
  readonly engine: Engine;
  readonly model: ModelDescription;
  /** The wait for the engine is part of this one's time, and tells nothing of how fast it answers. */
  readonly isStarting: boolean;
  readonly infill: 'line' | 'block';
  readonly eol: string;
};

type Settled =
  | { readonly kind: 'stored' | 'aborted' }
  | { readonly kind: 'dropped'; readonly cause: DropCause }
  /** `isWorthRetrying`: the prompt was too long, and the next one will be shorter. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly isWorthRetrying: boolean };

interface Running {
  readonly flight: Flight;
  /** Never rejects. */
  readonly settled: Promise<Settled>;
}

/** How long a flight goes on without a request that wants it: the next one may still fit. */
export const graceMs = 250;
/** One that is followed, one of its own, one after an overflow. */
const maxFlights = 3;

class OneAtATimeCompleter implements Completer {
  readonly #ports: CompleterPorts;
  readonly #typeThrough = new TypeThrough();
  readonly #meter = new CompletionMeter();
  #running: Running | undefined;
  #turn = 0;
  #modelIdentity: string | undefined;
  #charactersPerToken = initialCharactersPerToken;
  #promptTokens = initialPromptTokens;
  #reportedCode: AppErrorCode | 'bug' | undefined;

  constructor(ports: CompleterPorts) {
    this.#ports = ports;
  }

  async complete(snapshot: Snapshot, trigger: Trigger, signal: AbortSignal): Promise<Outcome> {
    const turn = ++this.#turn;
    if (trigger === 'automatic') this.#meter.noteKey(this.#ports.clock.now());
    const reason = skipReason(snapshot, trigger);
    if (reason !== undefined) return this.#skip(reason);
    const assumed = assumeSelected(snapshot);
    if (assumed === undefined) return this.#skip({ kind: 'suggest-widget', selected: snapshot.selected?.text ?? '' });
    const access = this.#ports.access();
    if (access.kind === 'unavailable') return this.#skip({ kind: 'engine-unavailable', reason: access.reason });
    const { engine, model, isStarting } = access;
    const { infill } = model.capabilities;
    if (infill === 'none') return this.#skip({ kind: 'cannot-infill', model: model.name });
    this.#adoptModel(model);
    const job: Job = { ...assumed, turn, trigger, engine, model, isStarting, infill, eol: snapshot.eol };
    const shown = this.#typeThrough.lookup(job.snapshot);
    if (shown !== undefined) {
      this.#running?.flight.abort();
      return this.#suggest(job, shown, 'type-through');
    }
    try {
      return await this.#request(job, signal);
    } catch (error) {
      if (isAbort(error)) return skipped({ kind: 'superseded' });
      throw error;
    }
  }

  noteAccepted(): void {
    this.#meter.noteAccepted();
  }

  statistics(): CompletionStatistics {
    return this.#meter.statistics();
  }

  dispose(): void {
    this.#turn++;
    this.#running?.flight.abort();
    this.#typeThrough.clear();
  }

  /** What one model suggested must not be shown as another's. */
  #adoptModel(model: ModelDescription): void {
    if (model.identity === this.#modelIdentity) return;
    this.#modelIdentity = model.identity;
    this.#running?.flight.abort();
    this.#running = undefined;
    this.#typeThrough.clear();
    this.#meter.forgetEngine();
    this.#charactersPerToken = initialCharactersPerToken;
    this.#promptTokens = initialPromptTokens;
  }

  async #request(job: Job, signal: AbortSignal): Promise<Outcome> {
    let running = this.#follow(job);
    let source: SuggestionSource = 'in-flight';
    if (running === undefined) await this.#pause(job, signal);
    for (let flights = 0; flights < maxFlights; flights++) {
      if (job.turn !== this.#turn) break;
      if (running === undefined) {
        running = this.#takeOff(job);
        source = 'engine';
      }
      const settled = await this.#await(running, job, signal);
      running = undefined;
      if (job.turn !== this.#turn) break;
      const isLast = flights === maxFlights - 1;
      if (settled.kind === 'failed' && (isLast || !settled.isWorthRetrying)) return this.#fail(settled.error);
      if (settled.kind === 'aborted' && source === 'engine') break;
      const remainder = settled.kind === 'stored' ? this.#typeThrough.lookup(job.snapshot) : undefined;
      if (remainder !== undefined) return this.#suggest(job, remainder, source);
      if (settled.kind === 'dropped' && source === 'engine') {
        return skipped({ kind: 'nothing-useful', cause: settled.cause });
      }
      // What was followed came to nothing for this cursor, or the prompt was too long: once more, on its own.
    }
    return skipped({ kind: 'superseded' });
  }

  #follow(job: Job): Running | undefined {
    if (this.#running?.flight.follow(job.snapshot) === true) return this.#running;
    this.#running?.flight.abort();
    this.#running = undefined;
    return undefined;
  }

  async #pause({ snapshot, trigger }: Job, signal: AbortSignal): Promise<void> {
    const { latencyMs, typingIntervalMs } = this.#meter;
    const isLineStart = lineBefore(snapshot).trim() === '';
    const delayMs = adaptiveDebounce({ latencyMs, typingIntervalMs, isLineStart, trigger });
    await delay(this.#ports.clock, delayMs, signal);
  }

  #takeOff({ snapshot, engine, model, isStarting, infill }: Job): Running {
    const shape = decideShape(snapshot, infill);
    const { tokensPerSecond, promptTokensPerSecond } = this.#meter;
    this.#promptTokens = adaptPromptRoom(this.#promptTokens, promptTokensPerSecond);
    const pacing = {
      tokensPerSecond,
      charactersPerToken: this.#charactersPerToken,
      promptTokens: this.#promptTokens,
    };
    const request = makeInfillRequest(snapshot, shape, model, pacing, this.#ports.gatherContext);
    const flight = new Flight(engine, request, snapshot, shape);
    const startedMs = isStarting ? undefined : this.#ports.clock.now();
    const running: Running = {
      flight,
      settled: flight.landing
        .then((landing) => this.#settle(flight, landing, startedMs, model.identity))
        .catch((error: unknown) => ({ kind: 'failed', error, isWorthRetrying: false })),
    };
    this.#running = running;
    return running;
  }

  /** The flight outlasts an aborted request for a moment, for the next one may follow it. */
  async #await({ flight, settled }: Running, job: Job, signal: AbortSignal): Promise<Settled> {
    try {
      return await raceAbort(settled, signal);
    } catch (error) {
      this.#ports.clock.after(graceMs, () => {
        if (this.#turn === job.turn) flight.abort();
      });
      throw error;
    }
  }

  /** Keeps what a flight brought, whether or not a request still waits for it. */
  #settle(flight: Flight, landing: Landing, startedMs: number | undefined, modelIdentity: string): Settled {
    if (this.#running?.flight === flight) this.#running = undefined;
    if (modelIdentity !== this.#modelIdentity) return { kind: 'aborted' };
    const elapsedMs = startedMs === undefined ? undefined : this.#ports.clock.now() - startedMs;
    switch (landing.kind) {
      case 'aborted':
        if (elapsedMs !== undefined) this.#meter.noteAbort(elapsedMs);
        return landing;
      case 'failed':
        return this.#settleFailure(landing.error);
      case 'landed': {
        this.#reportedCode = undefined;
        if (elapsedMs !== undefined) this.#meter.noteAnswer(elapsedMs, landing.usage);
        const trimmed = trim(landing.text, landing.finish, flight.snapshot, flight.shape);
        if (trimmed.kind === 'dropped') return trimmed;
        this.#typeThrough.store(flight.snapshot, trimmed);
        return { kind: 'stored' };
      }
    }
  }

  #settleFailure(error: unknown): Settled {
    if (!isAppError(error, 'context-overflow')) return { kind: 'failed', error, isWorthRetrying: false };
    const shorter = shortenAfterOverflow(this.#charactersPerToken, error.data);
    if (shorter === undefined) return { kind: 'failed', error, isWorthRetrying: false };
    this.#charactersPerToken = shorter;
    return { kind: 'failed', error, isWorthRetrying: true };
  }

  #fail(error: unknown): Outcome {
    const code = error instanceof AppError ? error.code : 'bug';
    if (code !== this.#reportedCode) this.#ports.reportError(error);
    this.#reportedCode = code;
    return skipped({ kind: 'engine-failed', error });
  }

  #skip(reason: SkipReason): Outcome {
    this.#running?.flight.abort();
    this.#running = undefined;
    return skipped(reason);
  }

  #suggest({ lead, eol }: Job, { text, replaceAfter }: Remainder, source: SuggestionSource): Outcome {
    this.#meter.noteSuggested();
    const whole = lead.text + text;
    return {
      kind: 'suggested',
      text: eol === '\r\n' ? whole.replaceAll('\n', '\r\n') : whole,
      replaceBefore: lead.replaceBefore,
      replaceAfter: lead.replaceAfter + replaceAfter,
      source,
    };
  }
}
