import { abortError } from '../../base/appError.ts';
import type { Disposable } from '../../base/disposables.ts';
import { type LoopFinish, runAgentLoop } from '../../chat/agentLoop.ts';
import { contextBudget, thinkingMode } from '../../chat/contextBudget.ts';
import { checkFit } from '../../chat/checkFit.ts';
import { systemPrompt } from '../../chat/systemPrompt.ts';
import { createSeenFiles } from '../../tools/seenFiles.ts';
import { toolList } from '../../tools/toolList.ts';
import { toolSpecification } from '../../tools/toolSpecification.ts';
import type { ChatEvent } from '../../chat/chatEvent.ts';
import type { AgentTask } from '../task.ts';
import type { TaskCopy } from '../workshop.ts';
import type { MeteredEngine } from './meteredEngine.ts';
import type { PerformPorts } from './performTask.ts';
import type { RunItem } from './planRun.ts';
import { noAnswer, type TaskAnswer } from './taskAnswer.ts';
import { transcriptOf } from './transcriptOf.ts';

export interface AgentSurroundings extends Pick<PerformPorts, 'parameters' | 'repository' | 'clock' | 'log'> {
  readonly item: Pick<RunItem, 'seed' | 'engine'>;
  readonly engine: MeteredEngine;
  readonly copy: TaskCopy;
  /** Of the conversation, for whoever shows it. */
  readonly onEvent?: (event: ChatEvent) => void;
}

/** As in a chat. */
const toolTimeoutMs = 30_000;

class BudgetSpent extends Error {}

/** The agent loop that users have, in a copy of the repository, where each change is accepted; until a budget ends. */
export async function runAgent(
  task: Pick<AgentTask, 'instruction'>,
  around: AgentSurroundings,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const { item, engine, copy, parameters, repository, onEvent = () => {}, clock, log } = around;
  const { model } = item.engine;
  // A prompt beyond all that it may take is worth nothing.
  const budget = contextBudget(Math.min(model.contextTokens, parameters.agentTokens), parameters.replyTokens);
  const system = systemPrompt({ folderNames: [repository], operatingSystem: 'Linux' }, toolList);
  const messages = [{ role: 'user' as const, text: task.instruction }];
  const thinking = thinkingMode(parameters.thinking && model.capabilities.thinking, budget);
  const prompt = { system, messages, tools: toolList.map(toolSpecification), thinking };
  const fit = await checkFit(prompt, engine, budget, signal);
  if (fit.kind === 'stopped') throw abortError();
  if (fit.kind === 'failed') throw fit.error;
  if (fit.kind === 'too-long') return noAnswer('too-long', `${fit.promptTokens} tokens where ${fit.roomTokens} fit`);

  const timeUp = new AbortController();
  let grantedMs = 0;
  const endTime = (): void => {
    const moreMs = engine.measured().waitedMs - grantedMs;
    if (moreMs <= 0) return timeUp.abort();
    // What it waited for was no time of its own.
    grantedMs += moreMs;
    timer = clock.after(moreMs, endTime);
  };
  let timer: Disposable = clock.after(parameters.agentMs, endTime);
  let replyCount = 0;
  try {
    const { messages: appended, finish } = await runAgentLoop(
      {
        engine: {
          count: engine.count,
          async reply(request, onPart, inner) {
            const { promptTokens, generatedTokens } = engine.measured().usage;
            if (promptTokens + generatedTokens >= parameters.agentTokens) throw new BudgetSpent();
            // Each reply has a seed of its own, always the same.
            return engine.reply({ ...request, seed: (item.seed + replyCount++) >>> 0 }, onPart, inner);
          },
        },
        ...prompt,
        tools: toolList,
        toolContext: { files: copy.files, seen: createSeenFiles() },
        mayChange: true,
        limits: { budget, maxReplies: parameters.agentReplies, toolTimeoutMs },
        approve: async () => 'accept',
        emit: onEvent,
        nextId: () => `reply-${replyCount}`,
        clock,
        log,
      },
      AbortSignal.any([signal, timeUp.signal]),
    );
    if (signal.aborted) throw abortError();
    const hindrance = hindranceOf(finish);
    const last = appended.findLast(({ role }) => role === 'assistant');
    return {
      content: { kind: 'edits', edits: await copy.changes(signal) },
      ...(hindrance === undefined ? {} : { hindrance }),
      text: last?.text ?? '',
      transcript: transcriptOf(system, [...messages, ...appended]),
    };
  } finally {
    timer.dispose();
  }
}

/** Throws where it was the engine that failed. What was changed until then counts in every other case. */
function hindranceOf(finish: LoopFinish): TaskAnswer['hindrance'] {
  switch (finish.kind) {
    case 'done':
      return undefined;
    case 'empty':
      return { reason: 'no-answer', detail: 'neither text nor a call' };
    case 'stopped':
      return { reason: 'budget-exhausted', detail: 'time' };
    case 'cut-off':
      return { reason: 'budget-exhausted', detail: 'tokens of one reply' };
    case 'too-many-replies':
      return { reason: 'budget-exhausted', detail: `${finish.maxReplies} replies` };
    case 'repeated-call':
      return { reason: 'loop', detail: `the same call of ${finish.tool} again and again` };
    case 'context-full':
      return { reason: 'too-long', detail: `${finish.promptTokens} tokens where ${finish.roomTokens} fit` };
    case 'failed':
      if (finish.error instanceof BudgetSpent) return { reason: 'budget-exhausted', detail: 'tokens' };
      throw finish.error;
  }
}
