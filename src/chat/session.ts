import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { Engine, ReplyPrompt } from '../engine/engine.ts';
import type { ChatMessage } from '../engine/message.ts';
import { createSeenFiles } from '../tools/seenFiles.ts';
import type { FileChange, Tool } from '../tools/tool.ts';
import { toolSpecification } from '../tools/toolSpecification.ts';
import type { WorkspaceFiles } from '../tools/workspaceFiles.ts';
import { idsOfCalls, runAgentLoop } from './agentLoop.ts';
import type { Decision } from './answerCall.ts';
import { createApprovals } from './approvals.ts';
import { checkFit } from './checkFit.ts';
import type { ChatEvent } from './chatEvent.ts';
import type { ChatProblem } from './chatProblem.ts';
import { type ChatState, type NoticeEntry, type RefusalReason, type Surroundings, emptyChat } from './chatState.ts';
import { coalesceEvents } from './coalesceEvents.ts';
import { type Compacted, compactConversation } from './compactConversation.ts';
import { contextBudget, thinkingMode } from './contextBudget.ts';
import { longestLoop } from './pair/answerSide.ts';
import { type PairDecisions, type PairKeeper, createPairDesk } from './pair/pairDesk.ts';
import type { PairAsk } from './pair/pairTurn.ts';
import { reduceChat } from './reduceChat.ts';
import { stillSeen } from './stillSeen.ts';
import type { Summarizer } from './summarize.ts';
import { type WorkspaceFacts, systemPrompt } from './systemPrompt.ts';

export interface SessionPorts {
  readonly engine: Pick<Engine, 'reply' | 'count'>;
  /** For the earlier part of a conversation that has become too long: which to ask, in this order. Empty: none is to. */
  readonly summarizers: () => readonly Summarizer[];
  readonly tools: readonly Tool[];
  readonly files: WorkspaceFiles;
  /** Asked before each turn. */
  readonly facts: () => WorkspaceFacts;
  readonly settings: () => { readonly maxReplyTokens: number };
  /** In the user's language, with the next step. */
  readonly describeProblem: (problem: ChatProblem) => Omit<NoticeEntry, 'kind' | 'id'>;
  readonly pairs: PairKeeper;
  readonly clock: Clock;
  readonly log: Log;
}

/** One conversation: it owns the messages and what is shown of them. */
export interface ChatSession extends Disposable {
  readonly state: ChatState;
  /** What the model is told of: each call in it has its result. Changes between turns only. */
  readonly messages: readonly ChatMessage[];
  /** Every event, in order; folded with `reduceChat` into an earlier `state` they make the present one. */
  readonly onEvent: Event<ChatEvent>;
  /** Settles when the turn is over or refused. Never rejects. */
  send(text: string): Promise<void>;
  /**
   * Two engines answer, each by itself, without changing anything. The conversation goes on when one answer was kept, or
   * neither. Settles when both have ended. Never rejects.
   */
  askTwo(ask: PairAsk): Promise<void>;
  /** The answers that wait for a decision. Each of its functions does nothing for another pair than the present one. */
  readonly pair: PairDecisions;
  /** Ends the answer that is being made, if any. What was said stays. */
  stop(): void;
  /** Decides on a call that awaits approval. False when none of this id does. */
  decide(callId: string, decision: Decision): boolean;
  /** What a call that awaits approval would change. */
  pendingChange(callId: string): FileChange | undefined;
  /** Forgets the conversation. */
  clear(): void;
  setSurroundings(surroundings: Surroundings): void;
}

export function createChatSession(ports: SessionPorts): ChatSession {
  const { engine, clock, log } = ports;
  const emitter = new Emitter<ChatEvent>((error) => log.error('a chat listener failed', error));
  const approvals = createApprovals();
  let state = emptyChat;
  let messages: readonly ChatMessage[] = [];
  let seen = createSeenFiles();
  let turn: AbortController | undefined;
  let lastId = 0;
  const callIds = new Set<string>();

  const nextId = (prefix: string): string => `${prefix}-${++lastId}`;
  const coalescer = coalesceEvents((event) => {
    state = reduceChat(state, event);
    emitter.fire(event);
  }, clock);
  const emit = (event: ChatEvent): void => coalescer.push(event);

  const notify = (problem: ChatProblem): void => {
    if (problem.kind === 'failed') log.error('the answer failed', problem.error);
    emit({ kind: 'notice', id: nextId('notice'), ...ports.describeProblem(problem) });
  };
  const refuse = (text: string, reason: RefusalReason): void => emit({ kind: 'refused', refused: { text, reason } });

  /** `own` ends the turn; once it is no longer the session's, what the turn still says is not heard. */
  const answer = async (text: string, model: ReadyModel, own: AbortController): Promise<void> => {
    const { signal } = own;
    const { workspace, thinking } = state.surroundings;
    const tools = model.tools && workspace !== 'none' ? ports.tools : [];
    const mayChange = workspace === 'trusted';
    const offered = tools.filter(({ effect }) => mayChange || effect === 'read');
    const budget = contextBudget(model.contextTokens, ports.settings().maxReplyTokens);
    const before = messages;
    const prompt: ReplyPrompt = {
      system: systemPrompt(ports.facts(), offered),
      messages: [...before, { role: 'user', text }],
      tools: offered.map(toolSpecification),
      thinking: thinkingMode(thinking && model.thinking, budget),
    };
    const emitOwn = (event: ChatEvent): void => {
      if (turn === own) emit(event);
    };
    let history = prompt.messages;
    /** Puts a summary in the place of what precedes the user's last messages. */
    const compact = async (promptTokens: number): Promise<Compacted['kind']> => {
      const summarizers = ports.summarizers();
      if (summarizers.length === 0) return 'impossible';
      const compacted = await compactConversation(
        {
          prompt: { ...prompt, messages: history },
          ...{ promptTokens, engine, budget, summarizers, log },
          ...{ emit: emitOwn, nextId: () => nextId('summary') },
        },
        signal,
      );
      if (compacted.kind !== 'compacted' || turn !== own) return compacted.kind;
      for (const id of history.flatMap(idsOfCalls)) callIds.add(id);
      history = compacted.messages;
      seen = stillSeen(seen, history);
      return 'compacted';
    };

    emitOwn({ kind: 'activity', activity: { kind: 'waiting' } });
    const fit = await checkFit(prompt, engine, budget, signal);
    const compacted = fit.kind === 'too-long' ? await compact(fit.promptTokens) : undefined;
    if (turn !== own) return;
    if (fit.kind === 'too-long' && compacted === 'stopped') return refuse(text, { kind: 'not-summarized' });
    if (fit.kind === 'too-long' && compacted !== 'compacted') {
      // Whether a new chat would help: does the message fit by itself?
      const alone = { ...prompt, messages: prompt.messages.slice(-1) };
      const isConversation = before.length > 0 && (await checkFit(alone, engine, budget, signal)).kind === 'fits';
      if (turn === own) refuse(text, { ...fit, isConversation });
      return;
    }
    messages = history;
    emit({ kind: 'user', id: nextId('user'), text });
    if (fit.kind === 'failed') notify(fit);
    if (fit.kind === 'failed' || fit.kind === 'stopped') return;

    for (let isFirst = true; ; isFirst = false) {
      const { messages: appended, finish } = await runAgentLoop(
        {
          ...{ engine, tools, mayChange, clock, log },
          ...{ system: prompt.system, messages: history, thinking: prompt.thinking },
          toolContext: { files: ports.files, seen },
          limits: { budget, ...longestLoop },
          approve: approvals.ask,
          emit: emitOwn,
          nextId: () => nextId('assistant'),
          earlierCallIds: callIds,
        },
        signal,
      );
      if (turn !== own) return;
      history = [...history, ...appended];
      // What tools brought has filled the context: the question goes on without what was said before it.
      const after = finish.kind === 'context-full' && isFirst ? await compact(finish.promptTokens) : undefined;
      if (turn !== own) return;
      messages = history;
      if (after === 'compacted') continue;
      const isQuiet = finish.kind === 'done' || finish.kind === 'stopped' || finish.kind === 'cut-off';
      if (!isQuiet && after !== 'stopped') notify(finish);
      return;
    }
  };

  const desk = createPairDesk({
    keeper: ports.pairs,
    emit,
    refuse,
    keep(kept) {
      messages = [...messages, ...kept];
    },
  });
  const answerTwo = async (ask: PairAsk, own: AbortController): Promise<void> => {
    const { workspace, thinking } = state.surroundings;
    const [id, questionId] = [nextId('pair'), nextId('user')];
    emit({ kind: 'user', id: questionId, text: ask.question });
    emit({ kind: 'activity', activity: { kind: 'asking-two' } });
    await desk.ask(
      ask,
      {
        ...{ id, questionId, messages, seen, thinking, clock, log },
        tools: workspace === 'none' ? [] : ports.tools.filter(({ effect }) => effect === 'read'),
        files: ports.files,
        facts: ports.facts(),
        maxReplyTokens: ports.settings().maxReplyTokens,
        describeProblem: ports.describeProblem,
        nextId: () => nextId('assistant'),
      },
      own.signal,
    );
  };
  /** One turn at a time; one that was given up ends unheard. */
  const take = async (work: (own: AbortController) => Promise<void>): Promise<void> => {
    const own = new AbortController();
    turn = own;
    try {
      await work(own);
    } catch (error) {
      if (turn === own) notify({ kind: 'failed', error });
    } finally {
      if (turn === own) {
        turn = undefined;
        emit({ kind: 'activity', activity: { kind: 'idle' } });
      }
    }
  };
  const whyNotNow = (): RefusalReason | undefined => {
    if (turn !== undefined) return { kind: 'answering' };
    return desk.isUndecided ? { kind: 'undecided-pair' } : undefined;
  };

  return {
    pair: desk.decisions,
    get state() {
      return state;
    },
    get messages() {
      return messages;
    },
    onEvent: emitter.event,
    async send(text) {
      const { model } = state.surroundings;
      const reason = whyNotNow();
      if (reason !== undefined) return refuse(text, reason);
      if (model.kind !== 'ready') return refuse(text, { kind: 'no-model' });
      if (!model.chat) return refuse(text, { kind: 'cannot-chat', model: model.name });
      await take((own) => answer(text, model, own));
    },
    async askTwo(ask) {
      const reason = whyNotNow();
      if (reason !== undefined) return refuse(ask.question, reason);
      await take((own) => answerTwo(ask, own));
    },
    stop: () => turn?.abort(),
    decide: approvals.decide,
    pendingChange: approvals.pendingChange,
    clear() {
      const ended = turn;
      turn = undefined;
      desk.clear();
      ended?.abort();
      messages = [];
      callIds.clear();
      seen = createSeenFiles();
      emit({ kind: 'cleared' });
    },
    setSurroundings: (surroundings) => emit({ kind: 'surroundings', surroundings }),
    dispose() {
      const ended = turn;
      turn = undefined;
      ended?.abort();
      coalescer.flush();
    },
  };
}

type ReadyModel = Extract<Surroundings['model'], { kind: 'ready' }>;
