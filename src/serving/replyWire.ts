import type { ReplyRequest, ReplyResult } from '../engine/engine.ts';
import type { Refusal } from './refusal.ts';
import type { WireEvent } from './wireEvent.ts';

/** A reply as one protocol writes it, in pieces and whole. The calls to it come in this order. */
export interface ReplyWire {
  /** `prefill`: how long the prompt is, where that is known before the answer. */
  begin(prefill: { readonly promptTokens: number; readonly reusedTokens: number } | undefined): readonly WireEvent[];
  thinking(text: string): readonly WireEvent[];
  text(text: string): readonly WireEvent[];
  end(result: ReplyResult): readonly WireEvent[];
  /** In place of all of them. */
  whole(result: ReplyResult): object;
  /** When it goes wrong in the middle. */
  broken(refusal: Refusal): readonly WireEvent[];
}

/** A request for a reply, read. */
export interface AskedReply {
  /** Absent: as much as there is room for. */
  readonly maxTokens: number | undefined;
  readonly request: Omit<ReplyRequest, 'maxTokens'>;
  readonly isStreamed: boolean;
  /** The program wants no more than one call in an answer. */
  readonly isOneCall: boolean;
}
