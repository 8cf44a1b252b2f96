import type { Usage } from '../engine/engine.ts';
import type {
  Activity,
  ContextUse,
  EditSummary,
  NoticeEntry,
  PairFigures,
  PairSide,
  RefusedMessage,
  Side,
  SummaryEntry,
  Surroundings,
  VoteChoice,
} from './chatState.ts';

/** Everything that can happen to a chat. The view gets each one, in order, after its first snapshot. */
export type ChatEvent =
  | { readonly kind: 'surroundings'; readonly surroundings: Surroundings }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'refused'; readonly refused: RefusedMessage | undefined }
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  | AnswerEvent
  | PairEvent;

/** What an answer is made of, from the first word to the last call. */
export type AnswerEvent = { readonly kind: 'activity'; readonly activity: Activity } | AnswerEntryEvent;

/** What changes the entries of an answer. */
export type AnswerEntryEvent =
  | { readonly kind: 'assistant-began'; readonly id: string }
  | { readonly kind: 'thinking'; readonly id: string; readonly text: string }
  | { readonly kind: 'thinking-ended'; readonly id: string; readonly durationMs: number }
  | { readonly kind: 'text'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'assistant-ended';
      readonly id: string;
      readonly progress: 'done' | 'stopped' | 'failed' | 'cut-off';
      readonly usage: Usage | undefined;
      readonly context: ContextUse | undefined;
    }
  | { readonly kind: 'call-began'; readonly id: string; readonly tool: string; readonly target: string }
  /** `edit` is absent for a call that needs consent and changes no file. */
  | { readonly kind: 'call-awaits-approval'; readonly id: string; readonly edit: EditSummary | undefined }
  | { readonly kind: 'call-approved'; readonly id: string }
  | {
      readonly kind: 'call-ended';
      readonly id: string;
      readonly progress: 'done' | 'failed' | 'denied' | 'stopped';
      readonly summary: string;
      readonly detail: string;
    }
  | { readonly kind: 'summary-began'; readonly id: string }
  | {
      readonly kind: 'summary-ended';
      readonly id: string;
      readonly progress: 'done' | 'stopped' | 'failed';
      readonly text: string;
      readonly tokens: SummaryEntry['tokens'];
    }
  | ({ readonly kind: 'notice' } & Omit<NoticeEntry, 'kind'>);

/** What happens to two answers of one question; `id` is that of their entry. */
export type PairEvent =
  | {
      readonly kind: 'pair-began';
      readonly id: string;
      readonly questionId: string;
      /** Absent: they are hidden. */
      readonly labels: Readonly<Record<Side, string>> | undefined;
      readonly isInTurn: boolean;
    }
  | { readonly kind: 'pair-side-began'; readonly id: string; readonly side: Side }
  | { readonly kind: 'pair-side'; readonly id: string; readonly side: Side; readonly event: AnswerEvent }
  | {
      readonly kind: 'pair-side-ended';
      readonly id: string;
      readonly side: Side;
      readonly progress: 'done' | 'stopped' | 'failed' | 'cut-off';
      readonly figures: PairFigures;
    }
  /** Both have ended, or what was hidden no longer is: the sides as they are to be shown from now on. */
  | {
      readonly kind: 'pair-shown';
      readonly id: string;
      readonly isHidden: boolean;
      readonly canVote: boolean;
      readonly sides: Readonly<Record<Side, PairSide>>;
    }
  | { readonly kind: 'pair-voted'; readonly id: string; readonly vote: VoteChoice }
  /** The answer of `side` becomes part of the conversation, in the pair's place. */
  | { readonly kind: 'pair-kept'; readonly id: string; readonly side: Side }
  /** Neither does, and the question goes with them. */
  | { readonly kind: 'pair-dropped'; readonly id: string };
