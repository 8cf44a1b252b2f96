/**
 * From a conversation that ends in the user's message to the model's last word on it: reply, answer its calls, reply
 * again. One function, no state of its own; it knows nothing of sessions or views, so that a benchmark runs the same.
 */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Engine, ReplyPrompt, ThinkingMode } from '../engine/engine.ts';
import type { AssistantMessage, ChatMessage, ToolCall, ToolResultMessage } from '../engine/message.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import { toolSpecification } from '../tools/toolSpecification.ts';
import { type ApprovalRequest, type Decision, answerCall, leaveCall } from './answerCall.ts';
import type { AnswerEvent } from './chatEvent.ts';
import { checkFit } from './checkFit.ts';
import type { ContextBudget } from './contextBudget.ts';
import { createRepeatGuard } from './repeatGuard.ts';
import { streamReply } from './streamReply.ts';

export interface AgentTask {
  readonly engine: Pick<Engine, 'reply' | 'count'>;
  readonly system: string;
  /** Ends in a user message, or in results of the calls that followed it, and was found to fit. */
  readonly messages: readonly ChatMessage[];
  readonly thinking: ThinkingMode;
  readonly tools: readonly Tool[];
  readonly toolContext: ToolContext;
  /** False: tools that write or run are not offered, and calls to them are denied. */
  readonly mayChange: boolean;
  readonly limits: LoopLimits;
  readonly approve: (request: ApprovalRequest, signal: AbortSignal) => Promise<Decision>;
  readonly emit: (event: AnswerEvent) => void;
  /** Ids for entries of assistant messages, unique within the conversation. */
  readonly nextId: () => string;
  readonly clock: Clock;
  readonly log: Log;
  /** Of calls that are no longer among the messages and are still shown. */
  readonly earlierCallIds?: ReadonlySet<string>;
}

export interface LoopLimits {
  readonly budget: ContextBudget;
  /** Replies to one user message. */
  readonly maxReplies: number;
  /** For one tool's work; the user's consent takes as long as it takes. */
  readonly toolTimeoutMs: number;
}

export type LoopFinish =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  /** The answer reached its limit of tokens. */
  | { readonly kind: 'cut-off' }
  /** The engine failed. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The model gave neither text nor a call. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'repeated-call'; readonly tool: string }
  | { readonly kind: 'too-many-replies'; readonly maxReplies: number }
  /** What the tools brought leaves no room for another reply. */
  | { readonly kind: 'context-full'; readonly promptTokens: number; readonly roomTokens: number };

export interface LoopResult {
  /** To append to the conversation. Every call in them has its result. */
  readonly messages: readonly ChatMessage[];
  readonly finish: LoopFinish;
}

/** Never rejects: an abort and a failure are finishes, and keep what was said until then. */
export async function runAgentLoop(task: AgentTask, signal: AbortSignal): Promise<LoopResult> {
  const appended: ChatMessage[] = [];
  const end = (finish: LoopFinish): LoopResult => ({ messages: appended, finish });
  const guard = createRepeatGuard();
  const callIds = new Set([...(task.earlierCallIds ?? []), ...task.messages.flatMap(idsOfCalls)]);
  const offered = task.tools.filter(({ effect }) => task.mayChange || effect === 'read').map(toolSpecification);

  for (let replies = 0; replies < task.limits.maxReplies; replies++) {
    const messages = [...task.messages, ...appended];
    const prompt: ReplyPrompt = { system: task.system, messages, tools: offered, thinking: task.thinking };
    if (replies > 0) {
      task.emit({ kind: 'activity', activity: { kind: 'waiting' } });
      const fit = await checkFit(prompt, task.engine, task.limits.budget, signal);
      if (fit.kind === 'too-long') return end({ ...fit, kind: 'context-full' });
      if (fit.kind !== 'fits') return end(fit);
    }
    const reply = await streamReply(
      {
        ...task,
        request: { ...prompt, maxTokens: task.limits.budget.replyTokens },
        contextTokens: task.limits.budget.contextTokens,
        id: task.nextId(),
      },
      signal,
    );
    if (reply.kind !== 'complete') {
      appendUnlessEmpty(appended, reply.partial);
      return end(reply.kind === 'stopped' ? { kind: 'stopped' } : { kind: 'failed', error: reply.error });
    }
    const message = withUniqueCallIds(reply.result.message, callIds);
    appendUnlessEmpty(appended, message);
    if (message.calls.length === 0) {
      if (reply.result.finish === 'length') return end({ kind: 'cut-off' });
      return end({ kind: message.text.trim() === '' ? 'empty' : 'done' });
    }

    let stuckOn: ToolCall | undefined;
    for (const call of message.calls) {
      stuckOn ??= guard.isStuck(call) ? call : undefined;
      appended.push(await resultOf(call, stuckOn, task, signal));
    }
    if (signal.aborted) return end({ kind: 'stopped' });
    if (stuckOn !== undefined) {
      return end({ kind: 'repeated-call', tool: stuckOn.kind === 'call' ? stuckOn.name : '' });
    }
  }
  return end({ kind: 'too-many-replies', maxReplies: task.limits.maxReplies });
}

async function resultOf(
  call: ToolCall,
  stuckOn: ToolCall | undefined,
  task: AgentTask,
  signal: AbortSignal,
): Promise<ToolResultMessage> {
  const { tools, mayChange, approve, emit, clock, log, limits } = task;
  const answered = (text: string): ToolResultMessage => ({ role: 'tool', callId: call.id, text });
  if (stuckOn === call) return answered(leaveCall(call, 'the same call was made three times in a row.', emit).text);
  if (stuckOn !== undefined) return answered(leaveCall(call, 'an earlier call ended the answer.', emit).text);
  const around = {
    tools,
    context: task.toolContext,
    mayChange,
    timeoutMs: limits.toolTimeoutMs,
    approve,
    emit,
    clock,
    log,
  };
  return answered((await answerCall(call, around, signal)).text);
}

/** An empty turn would teach the model to give more of them. */
function appendUnlessEmpty(messages: ChatMessage[], message: AssistantMessage): void {
  if (message.text !== '' || message.thinking !== '' || message.calls.length > 0) messages.push(message);
}

export function idsOfCalls(message: ChatMessage): string[] {
  return message.role === 'assistant' ? message.calls.map(({ id }) => id) : [];
}

/** An engine that was started anew counts from the start again; consent must never reach the wrong call. */
function withUniqueCallIds(message: AssistantMessage, taken: Set<string>): AssistantMessage {
  const calls = message.calls.map((call): ToolCall => {
    let id = call.id;
    for (let copy = 2; taken.has(id); copy++) id = `${call.id}-${copy}`;
    taken.add(id);
    return id === call.id ? call : { ...call, id };
  });
  return { ...message, calls };
}
