/**
 * What the chat shows, as plain data: the host owns it, the view has a copy, and both fold the same events into it
 * (`reduceChat`). This folder knows nothing of VS Code, the DOM or the engine's whereabouts.
 */
import type { Usage } from '../engine/engine.ts';

export interface ChatState {
  readonly surroundings: Surroundings;
  readonly entries: readonly Entry[];
  readonly activity: Activity;
  /** Of the last prompt; absent before the first reply. */
  readonly context: ContextUse | undefined;
  /** A message that was not sent, given back to the composer with the reason. */
  readonly refused: RefusedMessage | undefined;
}

export interface Surroundings {
  readonly model: ModelState;
  readonly workspace: 'none' | 'untrusted' | 'trusted';
  readonly thinking: boolean;
}

export type ModelState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly name: string; readonly fraction: number }
  | {
      readonly kind: 'ready';
      readonly name: string;
      readonly chat: boolean;
      /** Why it cannot chat, in the user's language, where there is more to say than that it cannot. */
      readonly chatProblem?: string;
      readonly tools: boolean;
      readonly thinking: boolean;
      readonly contextTokens: number;
    }
  /** `problem` is already in the user's language and names the next step. */
  | { readonly kind: 'failed'; readonly problem: string };

export interface ContextUse {
  readonly usedTokens: number;
  readonly contextTokens: number;
}

export interface RefusedMessage {
  readonly text: string;
  readonly reason: RefusalReason;
}

export type RefusalReason =
  | { readonly kind: 'no-model' }
  | { readonly kind: 'cannot-chat'; readonly model: string }
  /** The answer to the message before is still being made. */
  | { readonly kind: 'answering' }
  /** Of the two answers before, none was kept yet. */
  | { readonly kind: 'undecided-pair' }
  /** The user kept neither of two answers, so the question goes with them. */
  | { readonly kind: 'kept-neither' }
  /** The user stopped the summary without which there is no room for it. */
  | { readonly kind: 'not-summarized' }
  /** The message alone, or with the conversation so far, does not fit. In tokens. */
  | {
      readonly kind: 'too-long';
      readonly promptTokens: number;
      readonly roomTokens: number;
      readonly isConversation: boolean;
    };

export type Entry = UserEntry | AssistantEntry | CallEntry | SummaryEntry | NoticeEntry | PairEntry;

export interface UserEntry {
  readonly kind: 'user';
  readonly id: string;
  readonly text: string;
}

export interface AssistantEntry {
  readonly kind: 'assistant';
  readonly id: string;
  readonly thinking: string;
  /** Absent while it still thinks, or when it did not. */
  readonly thinkingMs: number | undefined;
  readonly text: string;
  readonly progress: 'streaming' | 'done' | 'stopped' | 'failed' | 'cut-off';
  readonly usage: Usage | undefined;
}

export interface CallEntry {
  readonly kind: 'call';
  /** The call's own id. */
  readonly id: string;
  /** As the model named it; empty for a call that could not be read. */
  readonly tool: string;
  /** What it works on, for the row: a path, a query. */
  readonly target: string;
  readonly progress: 'running' | 'awaiting-approval' | 'done' | 'failed' | 'denied' | 'stopped';
  /** One line for the row: `42 lines`, `7 matches`, or why it failed. */
  readonly summary: string;
  /** The whole result as the model gets it. */
  readonly detail: string;
  readonly edit: EditSummary | undefined;
}

export interface EditSummary {
  readonly path: string;
  readonly addedLines: number;
  readonly removedLines: number;
  /** Unified diff without file headers, for the expanded row. */
  readonly diff: string;
}

/** The model has a summary in the place of what is above; the user keeps seeing it all. */
export interface SummaryEntry {
  readonly kind: 'summary';
  readonly id: string;
  readonly progress: 'running' | 'done' | 'stopped' | 'failed';
  /** Written by a model. Empty unless done. */
  readonly text: string;
  /** Of the whole prompt, with all messages and with the summary. Absent while it is made. */
  readonly tokens: { readonly before: number; readonly after: number } | undefined;
}

export interface NoticeEntry {
  readonly kind: 'notice';
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** In the user's language. */
  readonly text: string;
  readonly action: ViewAction | undefined;
}

export type Side = 'left' | 'right';

/** Two engines' answers to one question, until one of them is kept and takes this entry's place. */
export interface PairEntry {
  readonly kind: 'pair';
  readonly id: string;
  /** Of the user's entry that both answer. */
  readonly questionId: string;
  /** Names, timings and costs are not in it: for a vote that nothing but the answers decides. */
  readonly isHidden: boolean;
  /** There are two whole answers. */
  readonly canVote: boolean;
  readonly vote: VoteChoice | undefined;
  /** Both compute on this machine, so one waits for the other: together they would spoil each other's times. */
  readonly isInTurn: boolean;
  readonly sides: Readonly<Record<Side, PairSide>>;
}

export type VoteChoice = 'left' | 'right' | 'tie' | 'both-bad';

export interface PairSide {
  /** The engine, for people. Absent while hidden. */
  readonly label: string | undefined;
  readonly progress: 'queued' | 'answering' | 'done' | 'stopped' | 'failed' | 'cut-off';
  /** Of the answer: assistant, calls and notices. */
  readonly entries: readonly Entry[];
  readonly activity: Activity;
  /** Absent before the end, and while hidden. */
  readonly figures: PairFigures | undefined;
}

/** What an answer took, all requests of its tool calls together. What is absent was not told by the engine. */
export interface PairFigures {
  /** From sending to the first thing that came: thinking, text or a call. */
  readonly firstTokenMs: number | undefined;
  /** To the end, the tools' work included. */
  readonly totalMs: number;
  readonly promptTokens: number | undefined;
  readonly generatedTokens: number | undefined;
  readonly cost: PairCost;
}

export type PairCost =
  /** It computes on this machine or on one that has no price by use. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  /** `isUpperBound`: it may have been less. */
  | { readonly kind: 'known'; readonly usd: number; readonly isUpperBound: boolean };

/** What a button in the view may ask the host to do. */
export type ViewAction =
  | 'open-models'
  | 'choose-model'
  | 'doctor'
  | 'choose-engines'
  | 'set-api-key'
  | 'restart-engine'
  | 'show-log'
  | 'manage-trust'
  | 'open-folder'
  | 'new-chat';

export type Activity =
  | { readonly kind: 'idle' }
  /** The request waits for the engine. */
  | { readonly kind: 'waiting' }
  /** The server has sent nothing for so long. */
  | { readonly kind: 'silent'; readonly seconds: number }
  /** The server wants to be asked again later, and will be. */
  | {
      readonly kind: 'retrying';
      readonly cause: 'rate-limited' | 'server-failed';
      readonly afterSeconds: number | undefined;
    }
  /** The model reads the prompt. In tokens. */
  | {
      readonly kind: 'reading';
      readonly doneTokens: number;
      readonly totalTokens: number;
      readonly reusedTokens: number;
    }
  | { readonly kind: 'thinking' }
  | { readonly kind: 'writing' }
  /** Earlier messages are put into a few words. */
  | { readonly kind: 'summarizing' }
  | { readonly kind: 'calling'; readonly tool: string }
  | { readonly kind: 'awaiting-approval' }
  /** Two engines answer: what each does is in the pair. */
  | { readonly kind: 'asking-two' };

export const emptyChat: ChatState = {
  surroundings: { model: { kind: 'none' }, workspace: 'none', thinking: false },
  entries: [],
  activity: { kind: 'idle' },
  context: undefined,
  refused: undefined,
};
