import { AppError, abortError, throwIfAborted } from '../../src/base/appError.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import type {
  InfillRequest,
  LoadRequest,
  LocalEngine,
  ModelDescription,
  ReplyPart,
  ReplyPrompt,
  ReplyRequest,
  ReplyResult,
  Usage,
} from '../../src/engine/engine.ts';
import { limitsOf } from '../../src/engine/loadLadder.ts';
import type { ToolCall } from '../../src/engine/message.ts';
import type { Dialogue, ScriptedReply, ScriptedStep } from './dialogue.ts';
import { testPlace } from './testPlace.ts';

/** Done at this point of a reply; what it throws is the reply's failure. For tests in the same process. */
export interface HookStep {
  readonly hook: (signal: AbortSignal) => void | Promise<void>;
}

export interface HookedReply extends Omit<ScriptedReply, 'steps'> {
  readonly steps: readonly (ScriptedStep | HookStep)[];
}

export interface EngineScript extends Omit<Dialogue, 'replies'> {
  readonly replies?: readonly HookedReply[] | undefined;
  /** Before each count. */
  readonly onCount?: (prompt: ReplyPrompt, signal: AbortSignal) => void | Promise<void>;
}

export interface ScriptedEngine extends LocalEngine {
  readonly loads: readonly LoadRequest[];
  readonly requests: readonly ReplyRequest[];
  readonly infillRequests: readonly InfillRequest[];
}

export interface ScriptedEngineOptions {
  readonly clock?: Clock;
  /** What `crash` does. In the process of a test: the reply fails as if the worker had died. */
  readonly crash?: () => void;
}

/** An engine that says what its script says, for whole dialogues. A token is four characters. */
export function createScriptedEngine(
  script: EngineScript,
  { clock = systemClock, crash = throwCrash }: ScriptedEngineOptions = {},
): ScriptedEngine {
  const loads: LoadRequest[] = [];
  const requests: ReplyRequest[] = [];
  const infillRequests: InfillRequest[] = [];
  const left = [...(script.replies ?? [])];
  let callCount = 0;

  const takeReply = (request: ReplyRequest): HookedReply => {
    const lastText = request.messages.at(-1)?.text ?? '';
    const index = left.findIndex(({ when }) => when === undefined || lastText.includes(when));
    const reply = left[index];
    if (reply === undefined) throw new Error('the script has no reply for this conversation');
    if (reply.repeats !== true) left.splice(index, 1);
    return reply;
  };

  return {
    loads,
    requests,
    infillRequests,
    async load(request, onProgress, signal) {
      throwIfAborted(signal);
      loads.push(request);
      onProgress({ stage: 'contexts', fraction: 0.5 });
      const { contextTokens } = limitsOf(request);
      if (contextTokens > (script.fittingTokens ?? Infinity)) await aborted(signal);
      return describeModel(request, script.contextTokens ?? contextTokens);
    },
    async infill(request, onText, signal) {
      throwIfAborted(signal);
      infillRequests.push(request);
      const found = script.infills?.find(({ when }) => when === undefined || request.prefix.endsWith(when));
      const text = found?.text ?? '';
      onText(text);
      return { text, finish: 'stop-rule', usage: usageOf(tokensOf(request.prefix), tokensOf(text)) };
    },
    async count(prompt, signal) {
      throwIfAborted(signal);
      await script.onCount?.(prompt, signal);
      throwIfAborted(signal);
      return promptTokensOf(prompt);
    },
    async reply(request, onPart, signal) {
      throwIfAborted(signal);
      requests.push(request);
      const { steps, isCutOff = false } = takeReply(request);
      const nextCallId = (): string => `call-${++callCount}`;
      const message = { thinking: '', text: '', calls: new Array<ToolCall>() };
      for (const step of steps) {
        await takeStep(step, { message, nextCallId, onPart, clock, crash, wordMs: script.wordMs ?? 0 }, signal);
      }
      return finishReply(request, message, isCutOff);
    },
    async selfTest(signal) {
      throwIfAborted(signal);
      const ok = { kind: 'ok' } as const;
      const speed = { readTokens: 128, readTokensPerSecond: 1000, writtenTokens: 32, writtenTokensPerSecond: 100 };
      return { tokenizer: ok, template: ok, infill: ok, speed: { kind: 'ok', ...speed } };
    },
    async dispose() {},
  };
}

interface MessageInTheMaking {
  thinking: string;
  text: string;
  readonly calls: ToolCall[];
}

interface StepSurroundings {
  readonly message: MessageInTheMaking;
  readonly nextCallId: () => string;
  readonly onPart: (part: ReplyPart) => void;
  readonly clock: Clock;
  readonly crash: () => void;
  readonly wordMs: number;
}

async function takeStep(step: ScriptedStep | HookStep, around: StepSurroundings, signal: AbortSignal): Promise<void> {
  const { message, nextCallId, onPart, clock, wordMs } = around;
  throwIfAborted(signal);
  if ('text' in step) {
    for (const word of wordsOf(step.text)) {
      if (wordMs > 0) await pause(clock, wordMs, signal);
      message.text += word;
      onPart({ kind: 'text', text: word });
    }
  } else if ('thinking' in step) {
    for (const word of wordsOf(step.thinking)) {
      if (wordMs > 0) await pause(clock, wordMs, signal);
      message.thinking += word;
      onPart({ kind: 'thinking', text: word });
    }
  } else if ('call' in step) {
    onPart({ kind: 'call-started' });
    message.calls.push({ kind: 'call', id: nextCallId(), name: step.call, arguments: step.arguments });
  } else if ('malformed' in step) {
    onPart({ kind: 'call-started' });
    message.calls.push({ kind: 'malformed', id: nextCallId(), raw: step.malformed, problem: step.problem });
  } else if ('prefill' in step) onPart({ kind: 'prefill', ...step.prefill });
  else if ('pauseMs' in step) await pause(clock, step.pauseMs, signal);
  else if ('hook' in step) await step.hook(signal);
  else if ('hang' in step) await aborted(signal);
  else around.crash();
}

function finishReply(request: ReplyRequest, message: MessageInTheMaking, isCutOff: boolean): ReplyResult {
  const generatedTokens = tokensOf(message.thinking + message.text + JSON.stringify(message.calls));
  return {
    message: { role: 'assistant', ...message },
    finish: isCutOff ? 'length' : message.calls.length > 0 ? 'calls' : 'end',
    usage: usageOf(promptTokensOf(request), generatedTokens),
  };
}

function promptTokensOf({ system, messages, tools }: ReplyPrompt): number {
  return tokensOf(system + JSON.stringify(messages) + JSON.stringify(tools));
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

function usageOf(promptTokens: number, generatedTokens: number): Usage {
  return {
    promptTokens,
    reusedTokens: 0,
    evaluatedTokens: promptTokens,
    generatedTokens,
    firstTokenMs: 10,
    totalMs: 10 + generatedTokens,
  };
}

/** Each with the space that follows it. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*/g) ?? [text];
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      timer.dispose();
      reject(abortError());
    };
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) throw abortError();
    signal.addEventListener('abort', () => reject(abortError()), { once: true });
  });
}

function throwCrash(): never {
  throw new AppError('worker-crashed', { exitCode: null, signal: 'SIGKILL', during: 'reply' });
}

function describeModel({ path, reductions = [] }: LoadRequest, contextTokens: number): ModelDescription {
  return {
    name: 'Scripted',
    identity: path,
    parameterCount: undefined,
    capabilities: { infill: 'block', chat: true, tools: true, thinking: true },
    contextTokens,
    infillContextTokens: contextTokens,
    place: { ...testPlace(path), reductions },
  };
}
