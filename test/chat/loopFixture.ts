import { silentLog } from '../../src/base/log.ts';
import type { ChatMessage, ToolResultMessage } from '../../src/engine/message.ts';
import { type AgentTask, type LoopResult, runAgentLoop } from '../../src/chat/agentLoop.ts';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { contextBudget } from '../../src/chat/contextBudget.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { createSeenFiles } from '../../src/tools/seenFiles.ts';
import { type EngineScript, type ScriptedEngine, createScriptedEngine } from '../engine/scriptedEngine.ts';
import { createManualClock, type ManualClock } from '../manualClock.ts';
import { createMemoryFiles } from '../tools/memoryFiles.ts';

export interface LoopRun extends LoopResult {
  readonly engine: ScriptedEngine;
  readonly events: readonly ChatEvent[];
  readonly logged: readonly unknown[];
}

export interface LoopSetting extends Partial<AgentTask> {
  readonly clock?: ManualClock;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ChatEvent) => void;
}

/** One turn of `script` on `tools`; whatever is not given is as plain as can be, and every change is accepted. */
export async function runLoop(
  script: EngineScript,
  tools: readonly Tool[],
  setting: LoopSetting = {},
): Promise<LoopRun> {
  const engine = createScriptedEngine(script);
  const events: ChatEvent[] = [];
  const logged: unknown[] = [];
  let lastId = 0;
  const { signal = new AbortController().signal, onEvent = () => {}, ...task } = setting;
  const result = await runAgentLoop(
    {
      engine,
      system: 'system',
      messages: [{ role: 'user', text: 'question' }],
      thinking: { kind: 'off' },
      tools,
      toolContext: { files: createMemoryFiles(), seen: createSeenFiles() },
      mayChange: true,
      limits: { budget: contextBudget(8_000, 1_000), maxReplies: 10, toolTimeoutMs: 5_000 },
      approve: async () => 'accept',
      nextId: () => `a${++lastId}`,
      clock: createManualClock(),
      log: { ...silentLog, error: (_message, error) => logged.push(error) },
      ...task,
      emit(event) {
        events.push(event);
        onEvent(event);
      },
    },
    signal,
  );
  return { ...result, engine, events, logged };
}

/** What the model was told of its calls. */
export function resultsIn(messages: readonly ChatMessage[]): string[] {
  return messages.filter((message): message is ToolResultMessage => message.role === 'tool').map(({ text }) => text);
}

/** The rule that keeps a conversation usable: every call has one result, right after it and in order. */
export function callsWithoutResult(messages: readonly ChatMessage[]): string[] {
  const wrong: string[] = [];
  messages.forEach((message, index) => {
    if (message.role !== 'assistant') return;
    message.calls.forEach(({ id }, position) => {
      const result = messages[index + 1 + position];
      if (result?.role !== 'tool' || result.callId !== id) wrong.push(id);
    });
  });
  return wrong;
}
