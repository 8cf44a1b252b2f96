import { isAbort, throwIfAborted } from '../../base/appError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { raceAbort } from '../../base/raceAbort.ts';
import type { ModelDescription, ReplyPrompt, Usage } from '../../engine/engine.ts';
import type { ChatMessage } from '../../engine/message.ts';
import type { SeenFiles, Tool } from '../../tools/tool.ts';
import { toolSpecification } from '../../tools/toolSpecification.ts';
import type { WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import { type LoopFinish, runAgentLoop } from '../agentLoop.ts';
import type { AnswerEvent } from '../chatEvent.ts';
import type { ChatProblem } from '../chatProblem.ts';
import type { PairFigures } from '../chatState.ts';
import { checkFit } from '../checkFit.ts';
import { contextBudget, thinkingMode } from '../contextBudget.ts';
import { type WorkspaceFacts, systemPrompt } from '../systemPrompt.ts';
import type { Contender } from './contender.ts';
import { type ReplyMeter, meterReplies } from './meterReplies.ts';

export interface SideTask {
  readonly contender: Contender;
  /** The conversation, ending in the question. */
  readonly messages: readonly ChatMessage[];
  /** None of them changes anything. Each side calls them for itself. */
  readonly tools: readonly Tool[];
  readonly files: WorkspaceFiles;
  readonly seen: SeenFiles;
  readonly facts: WorkspaceFacts;
  readonly thinking: boolean;
  readonly maxReplyTokens: number;
  readonly emit: (event: AnswerEvent) => void;
  readonly nextId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SideResult {
  readonly progress: 'done' | 'stopped' | 'failed' | 'cut-off';
  readonly figures: PairFigures;
  /** To append to the conversation, should this answer be kept. */
  readonly messages: readonly ChatMessage[];
  /** What kept the answer from being whole, where the user did not. */
  readonly problem: ChatProblem | undefined;
  /** Absent: it never became ready. */
  readonly model: ModelDescription | undefined;
}

export const longestLoop = { maxReplies: 25, toolTimeoutMs: 30_000 };

/** One engine's answer, by its own loop of tools. Never rejects. */
export async function answerSide(task: SideTask, signal: AbortSignal): Promise<SideResult> {
  const { contender, clock } = task;
  const begunMs = clock.now();
  task.emit({ kind: 'activity', activity: { kind: 'waiting' } });
  const unopened = (finish: LoopFinish): SideResult =>
    resultOf(finish, { totalMs: clock.now() - begunMs, cost: { kind: 'none' } });
  try {
    throwIfAborted(signal);
    const open = await raceAbort(openFor(contender, signal), signal);
    try {
      return await answerOpened({ ...task, ...open }, signal);
    } finally {
      await open.dispose();
    }
  } catch (error) {
    return unopened(signal.aborted || isAbort(error) ? { kind: 'stopped' } : { kind: 'failed', error });
  }
}

/** What is opened after the user has given up is closed again. */
async function openFor(contender: Contender, signal: AbortSignal) {
  const open = await contender.open(signal);
  if (signal.aborted) await open.dispose();
  return open;
}

async function answerOpened(
  task: SideTask & Awaited<ReturnType<Contender['open']>>,
  signal: AbortSignal,
): Promise<SideResult> {
  const { engine, model, messages, clock, log, emit, nextId } = task;
  const tools = model.capabilities.tools ? task.tools : [];
  const budget = contextBudget(model.contextTokens, task.maxReplyTokens);
  const prompt: ReplyPrompt = {
    system: systemPrompt(task.facts, tools),
    messages,
    tools: tools.map(toolSpecification),
    thinking: thinkingMode(task.thinking && model.capabilities.thinking, budget),
  };
  const begunMs = clock.now();
  const meter = meterReplies(engine, clock);
  const end = (finish: LoopFinish, appended: readonly ChatMessage[]): SideResult => ({
    ...resultOf(finish, { ...figuresOf(meter), totalMs: clock.now() - begunMs, cost: task.costOf(meter.usages) }),
    messages: appended,
    model,
  });
  const fit = await checkFit(prompt, engine, budget, signal);
  if (fit.kind === 'too-long') return end({ ...fit, kind: 'context-full' }, []);
  if (fit.kind !== 'fits') return end(fit, []);
  const { messages: appended, finish } = await runAgentLoop(
    {
      engine: meter.engine,
      ...{ system: prompt.system, thinking: prompt.thinking },
      ...{ messages, tools, emit, nextId, clock, log },
      toolContext: { files: task.files, seen: task.seen },
      mayChange: false,
      limits: { budget, ...longestLoop },
      // No tool here asks.
      approve: async () => 'reject',
    },
    signal,
  );
  return end(finish, appended);
}

function resultOf(
  finish: LoopFinish,
  figures: Pick<PairFigures, 'totalMs' | 'cost'> & Partial<PairFigures>,
): SideResult {
  const whole = { firstTokenMs: undefined, promptTokens: undefined, generatedTokens: undefined, ...figures };
  const isPlain = finish.kind === 'done' || finish.kind === 'stopped' || finish.kind === 'cut-off';
  return {
    progress: isPlain ? finish.kind : 'failed',
    figures: whole,
    messages: [],
    problem: isPlain ? undefined : finish,
    model: undefined,
  };
}

function figuresOf({ firstTokenMs, usages }: ReplyMeter): Omit<PairFigures, 'totalMs' | 'cost'> {
  const sum = (count: (usage: Usage) => number): number | undefined =>
    usages?.reduce((total, usage) => total + count(usage), 0);
  return {
    firstTokenMs,
    promptTokens: sum(({ promptTokens }) => promptTokens),
    generatedTokens: sum(({ generatedTokens }) => generatedTokens),
  };
}
