/**
 * What crosses between the host and the chat view. The view shows model text, so what comes FROM it is parsed: nothing
 * in it is believed beyond these shapes.
 */
import * as z from 'zod';
import type { ChatEvent } from './chatEvent.ts';
import type { ChatState } from './chatState.ts';
import type { ViewStrings } from './viewStrings.ts';

export type ToView =
  | {
      readonly kind: 'snapshot';
      readonly state: ChatState;
      readonly strings: ViewStrings;
      readonly locale: string;
    }
  | { readonly kind: 'event'; readonly event: ChatEvent }
  /** Puts the caret into the composer. */
  | { readonly kind: 'focus' }
  /** Answered with `ask-two` and what stands in the composer. */
  | { readonly kind: 'ask-two' };

const longestMessage = 4_000_000;
const id = z.string().min(1).max(200);
const side = z.enum(['left', 'right']);

export const fromViewSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('send'), text: z.string().min(1).max(longestMessage) }),
  z.strictObject({ kind: z.literal('stop') }),
  /** With an empty text the host asks for one. */
  z.strictObject({ kind: z.literal('ask-two'), text: z.string().max(longestMessage) }),
  z.strictObject({ kind: z.literal('stop-side'), id, side }),
  z.strictObject({ kind: z.literal('keep-answer'), id, side }),
  z.strictObject({ kind: z.literal('keep-neither'), id }),
  z.strictObject({ kind: z.literal('vote'), id, vote: z.enum(['left', 'right', 'tie', 'both-bad']) }),
  z.strictObject({ kind: z.literal('reveal'), id }),
  z.strictObject({ kind: z.literal('decide'), callId: id, decision: z.enum(['accept', 'reject']) }),
  z.strictObject({ kind: z.literal('review'), callId: id }),
  z.strictObject({ kind: z.literal('copy'), text: z.string().max(longestMessage) }),
  z.strictObject({ kind: z.literal('insert'), text: z.string().max(longestMessage) }),
  z.strictObject({ kind: z.literal('open-file'), path: z.string().min(1).max(4_096) }),
  z.strictObject({
    kind: z.literal('open-link'),
    url: z
      .string()
      .max(8_192)
      .regex(/^https?:\/\/[^\s\\]+$/i),
  }),
  z.strictObject({ kind: z.literal('set-thinking'), thinking: z.boolean() }),
  z.strictObject({
    kind: z.literal('action'),
    action: z.enum([
      'open-models',
      'choose-model',
      'doctor',
      'choose-engines',
      'set-api-key',
      'restart-engine',
      'show-log',
      'manage-trust',
      'open-folder',
      'new-chat',
    ]),
  }),
]);

export type FromView = z.infer<typeof fromViewSchema>;
