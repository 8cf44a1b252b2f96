/** Two engines' answers to one question, from the first word to the user's decision between them. */
import type { AnswerEvent, PairEvent } from '../chatEvent.ts';
import type { ChatProblem } from '../chatProblem.ts';
import type { NoticeEntry, PairSide, Side, VoteChoice } from '../chatState.ts';
import type { ChatMessage, UserMessage } from '../../engine/message.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import { createSeenFiles } from '../../tools/seenFiles.ts';
import type { SeenFiles } from '../../tools/tool.ts';
import { type SideResult, type SideTask, answerSide } from './answerSide.ts';
import type { Contender } from './contender.ts';
import { hidePair } from './hidePair.ts';
import { newSide, reduceSide } from './reducePair.ts';

export interface PairAsk {
  readonly question: string;
  readonly sides: Readonly<Record<Side, Contender>>;
  /** Both answers are shown when both are there, without names and figures until the vote. */
  readonly isBlind: boolean;
}

export interface PairPorts extends Omit<SideTask, 'contender' | 'emit' | 'messages' | 'seen'> {
  readonly id: string;
  readonly questionId: string;
  /** Before the question. */
  readonly messages: readonly ChatMessage[];
  /** What the conversation has read: each side knows it, and adds to its own. */
  readonly seen: SeenFiles;
  readonly describeProblem: (problem: ChatProblem) => Omit<NoticeEntry, 'kind' | 'id'>;
  readonly emit: (event: PairEvent) => void;
}

/** Two whole answers, to be kept for votes. */
export interface AnsweredPair {
  readonly id: string;
  readonly question: string;
  /** Of the conversation before, which both knew. */
  readonly earlierMessages: number;
  readonly isBlind: boolean;
  readonly isInTurn: boolean;
  readonly sides: Readonly<Record<Side, AnsweredSide>>;
}

export interface AnsweredSide {
  readonly contender: Pick<Contender, 'id' | 'label'>;
  readonly model: ModelDescription;
  readonly thinking: boolean;
  readonly shown: PairSide;
}

export interface PairTurn {
  /** Settles when both have ended; undefined where one has no whole answer. Never rejects. */
  readonly answered: Promise<AnsweredPair | undefined>;
  stopSide(side: Side): void;
  /** What the answer adds to the conversation. Undefined: there is none yet, or nothing was said. */
  keep(side: Side): readonly ChatMessage[] | undefined;
  /** False: there is nothing to vote on, or a vote was cast. */
  vote(choice: VoteChoice): boolean;
  /** Shows what waits hidden for a vote. False: nothing does. */
  reveal(): boolean;
  readonly hasEnded: boolean;
}

const sideNames: readonly Side[] = ['left', 'right'];

/** `signal` ends both. */
export function startPair(ask: PairAsk, ports: PairPorts, signal: AbortSignal): PairTurn {
  const { id, questionId, messages } = ports;
  const own = { left: new AbortController(), right: new AbortController() };
  const seen = { left: layeredFiles(ports.seen), right: layeredFiles(ports.seen) };
  const shown: Record<Side, PairSide> = { left: newSide(ask.sides.left.label), right: newSide(ask.sides.right.label) };
  const results: Partial<Record<Side, SideResult>> = {};
  const isInTurn = ask.sides.left.needsMachine && ask.sides.right.needsMachine;
  const question: UserMessage = { role: 'user', text: ask.question };
  let isHidden = ask.isBlind;
  let canVote = false;
  let vote: VoteChoice | undefined;

  const tell = (event: PairEvent): void => (isHidden ? undefined : ports.emit(event));
  const answer = async (side: Side): Promise<void> => {
    const emit = (event: AnswerEvent): void => {
      shown[side] = reduceSide(shown[side], event);
      tell({ kind: 'pair-side', id, side, event });
    };
    shown[side] = { ...shown[side], progress: 'answering' };
    tell({ kind: 'pair-side-began', id, side });
    const result = await answerSide(
      { ...ports, contender: ask.sides[side], messages: [...messages, question], seen: seen[side].files, emit },
      AbortSignal.any([signal, own[side].signal]),
    );
    if (result.problem !== undefined) {
      if (result.problem.kind === 'failed') ports.log.error(`${ask.sides[side].id} failed`, result.problem.error);
      emit({ kind: 'notice', id: ports.nextId(), ...ports.describeProblem(result.problem) });
    }
    const { progress, figures } = result;
    results[side] = result;
    shown[side] = { ...shown[side], progress, figures, activity: { kind: 'idle' } };
    tell({ kind: 'pair-side-ended', id, side, progress, figures });
  };
  const show = (): void =>
    ports.emit({ kind: 'pair-shown', id, isHidden, canVote, sides: isHidden ? hidePair(shown) : { ...shown } });

  const answerBoth = async (): Promise<AnsweredPair | undefined> => {
    ports.emit({
      ...{ kind: 'pair-began', id, questionId, isInTurn },
      labels: isHidden ? undefined : { left: ask.sides.left.label, right: ask.sides.right.label },
    });
    if (isInTurn) for (const side of sideNames) await answer(side);
    else await Promise.all(sideNames.map(answer));
    const [left, right] = [answeredSide('left'), answeredSide('right')];
    canVote = ask.isBlind && left !== undefined && right !== undefined;
    isHidden = canVote;
    if (ask.isBlind) show();
    if (left === undefined || right === undefined) return undefined;
    const { isBlind } = ask;
    return { id, question: ask.question, earlierMessages: messages.length, isBlind, isInTurn, sides: { left, right } };
  };
  const answeredSide = (side: Side): AnsweredSide | undefined => {
    const result = results[side];
    const isWhole = result?.progress === 'done' || result?.progress === 'cut-off';
    if (!isWhole || result.model === undefined || !hasText(shown[side])) return undefined;
    const { model } = result;
    const thinking = ports.thinking && model.capabilities.thinking;
    return { contender: ask.sides[side], model, thinking, shown: shown[side] };
  };
  const hasEnded = (): boolean => results.left !== undefined && results.right !== undefined;
  const reveal = (): boolean => {
    if (!isHidden || !hasEnded()) return false;
    isHidden = false;
    canVote = false;
    show();
    return true;
  };

  return {
    answered: answerBoth(),
    stopSide: (side) => own[side].abort(),
    keep(side) {
      const appended = results[side]?.messages ?? [];
      if (appended.length === 0 || isHidden || !hasEnded()) return undefined;
      seen[side].addTo(ports.seen);
      return [question, ...appended];
    },
    vote(choice) {
      if (!canVote || vote !== undefined) return false;
      vote = choice;
      ports.emit({ kind: 'pair-voted', id, vote });
      reveal();
      return true;
    },
    reveal,
    get hasEnded() {
      return hasEnded();
    },
  };
}

function hasText({ entries }: PairSide): boolean {
  return entries.some((entry) => entry.kind === 'assistant' && entry.text.trim() !== '');
}

/** Knows what `below` knows, and keeps what is read to itself until it is kept. */
function layeredFiles(below: SeenFiles): { readonly files: SeenFiles; addTo(target: SeenFiles): void } {
  const own = createSeenFiles();
  const paths = new Set<string>();
  return {
    files: {
      get: (path) => own.get(path) ?? below.get(path),
      set(path, text) {
        paths.add(path);
        own.set(path, text);
      },
    },
    addTo(target) {
      for (const path of paths) target.set(path, own.get(path) ?? '');
    },
  };
}
