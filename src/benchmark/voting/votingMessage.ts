/** What crosses between the host and the page that votes are cast on. It shows model text, so what comes from it is parsed. */
import * as z from 'zod';
import type { ViewStrings } from '../../chat/viewStrings.ts';
import type { Ballot } from './ballot.ts';
import { voteChoiceSchema } from './voteLine.ts';

export interface ToVoting {
  readonly kind: 'ballot';
  /** Absent: nothing waits. */
  readonly ballot: Ballot | undefined;
  readonly waiting: number;
  readonly canUndo: boolean;
  readonly strings: ViewStrings;
  readonly locale: string;
}

const text = z.string().max(4_000_000);

export const fromVotingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('vote'), id: z.string().max(200), vote: voteChoiceSchema }),
  /** On to the next pair, whether or not there was a vote. */
  z.strictObject({ kind: z.literal('next') }),
  z.strictObject({ kind: z.literal('undo') }),
  z.strictObject({ kind: z.literal('standings') }),
  z.strictObject({ kind: z.literal('copy'), text }),
  z.strictObject({ kind: z.literal('insert'), text }),
  z.strictObject({
    kind: z.literal('open-link'),
    url: z
      .string()
      .max(8_192)
      .regex(/^https?:\/\/[^\s\\]+$/i),
  }),
]);

export type FromVoting = z.infer<typeof fromVotingSchema>;
