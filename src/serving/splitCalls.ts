import type { AssistantMessage, WellFormedCall } from '../engine/message.ts';

/** A message as a protocol has places for its parts. */
export interface SplitMessage {
  /** What a call that could not be read has become: no protocol has a place for it, so it is text, as the model wrote it. */
  readonly unreadable: string;
  readonly calls: readonly WellFormedCall[];
}

export function splitCalls({ text, calls }: AssistantMessage): SplitMessage {
  const raw = calls.flatMap((call) => (call.kind === 'malformed' ? [call.raw] : []));
  return {
    unreadable: raw.length === 0 ? '' : (text === '' ? '' : '\n') + raw.join('\n'),
    calls: calls.filter((call) => call.kind === 'call'),
  };
}
