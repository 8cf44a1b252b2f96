/**
 * The one interface of everything that answers: the local worker, a remote server, the tests' scripted engine.
 *
 * This folder knows nothing of VS Code, processes, HTTP or node-llama-cpp. All values are plain data, so that each
 * request can cross a process boundary. Lengths are in tokens where a name says so, in UTF-16 code units otherwise.
 */
import type { InfillProbe, InfillProblem } from './infillAbility.ts';
import type { LoadReduction } from './loadLadder.ts';
import type { Adapter, GpuChoice, GpuFallback, LocalPlace } from './localPlace.ts';
import type { ChatMessage, AssistantMessage, ToolSpecification } from './message.ts';
import type { SelfTest } from './selfTest.ts';

export interface Engine {
  /** Fills the hole between `prefix` and `suffix`. `onText` gets the raw text as it grows, always the whole of it. */
  infill(request: InfillRequest, onText: (text: string) => void, signal: AbortSignal): Promise<InfillResult>;
  /** Answers a conversation with one assistant message. */
  reply(request: ReplyRequest, onPart: (part: ReplyPart) => void, signal: AbortSignal): Promise<ReplyResult>;
  /** How many tokens the prompt of such a reply has, exactly as `reply` would lay it out. */
  count(prompt: ReplyPrompt, signal: AbortSignal): Promise<number>;
  /** Ends the engine. What is pending rejects with `engine-closed`. */
  dispose(): Promise<void>;
}

/** An engine that runs model files itself. */
export interface LocalEngine extends Engine {
  /** Makes a model ready, replacing the one loaded before. Loading the same request again is free. */
  load(
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<ModelDescription>;
  /** Checks the loaded model, and measures it: takes seconds. Rejects with `no-model` when there is none. */
  selfTest(signal: AbortSignal): Promise<SelfTest>;
}

/** The methods that cross the channel. */
export type EngineMethod = Exclude<keyof LocalEngine, 'dispose'>;

export interface LoadRequest {
  /** Absolute path of a GGUF file. */
  readonly path: string;
  /** Wanted size of the chat context. Beyond what the model was trained for it is stretched, as far as that is known to work. */
  readonly contextTokens: number;
  /** 0: chosen for the machine and the model. */
  readonly threads: number;
  readonly gpu: GpuChoice;
  /** Applied in this order; none when it is left out. */
  readonly adapters?: readonly Adapter[];
  /**
   * `run` (the default): whether the model can fill holes is tried, unless it is known from before. `trust`: its file is
   * believed.
   */
  readonly infillProbe?: 'run' | 'trust';
  /** Absolute path of a folder that is kept between sessions, for what would be found out again each time. */
  readonly cacheFolder?: string;
  /** What has been given up before, by a process that ran out of memory and is gone. */
  readonly reductions?: readonly LoadReduction[];
  /** A GPU that has ended a process before, which is not tried again. */
  readonly brokenGpu?: GpuFallback;
}

export interface LoadProgress {
  readonly stage: 'checking' | 'weights' | 'contexts';
  /** 0 to 1 within the whole load. */
  readonly fraction: number;
  /** Once it is known: should the process end in the middle of the load, this is what it ran on. */
  readonly device?: LocalPlace['gpu']['device'];
}

export interface ModelDescription {
  /** Name for people: the file's `general.name`, else the file name. */
  readonly name: string;
  /** The same for the same weights, adapters and place, and for nothing else: what is cached or reported goes by it. */
  readonly identity: string;
  readonly parameterCount: number | undefined;
  readonly capabilities: ModelCapabilities;
  /** Why the file's own chat template cannot be used, where it has one and it cannot. */
  readonly chatProblem?: string;
  /** What trying showed, where it was tried. */
  readonly infillProbe?: InfillProbe;
  /** Why `capabilities.infill` is `none`. */
  readonly infillProblem?: InfillProblem;
  /** Room of one chat, prompt and answer together. */
  readonly contextTokens: number;
  /** Room of one completion, prompt and answer together. */
  readonly infillContextTokens: number;
  /** `count` is a guess, for the model's tokenizer is out of reach. */
  readonly isCountEstimated?: true;
  readonly place: ModelPlace;
}

/** Where a model runs. */
export type ModelPlace = LocalPlace | RemotePlace;

export interface RemotePlace {
  readonly kind: 'remote';
  /** Without credentials or query. */
  readonly url: string;
  /** Loopback: nothing leaves the machine. */
  readonly isThisMachine: boolean;
}

export interface ModelCapabilities {
  /** How much text an infill of this model is good for; `none`: it cannot infill. */
  readonly infill: 'none' | 'line' | 'block';
  readonly chat: boolean;
  readonly tools: boolean;
  /** Whether thinking can be asked for, and then shut off again. */
  readonly thinking: boolean;
}

export interface ContextFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface InfillRequest {
  readonly repository: string;
  /** Shown to the model before the hole, in this order; stable from one request to the next, for reuse. */
  readonly contextFiles: readonly ContextFile[];
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly stop: InfillStop;
  /** Beside the rule: texts that end it wherever they appear, and are no part of it. */
  readonly stopTexts?: readonly string[];
  readonly maxTokens: number;
}

export type InfillStop =
  /** The rest of the cursor's line. */
  | { readonly kind: 'line' }
  /**
   * The lines that belong to the cursor's block: up to the first non-blank line indented less than
   * `indentColumns` (tabs count to the next multiple of `tabColumns`), and at most `maxLines` lines.
   */
  | { readonly kind: 'block'; readonly indentColumns: number; readonly tabColumns: number; readonly maxLines: number };

export interface InfillResult {
  readonly text: string;
  readonly finish: 'end' | 'stop-rule' | 'length';
  readonly usage: Usage;
}

export interface ReplyPrompt {
  readonly system: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolSpecification[];
  readonly thinking: ThinkingMode;
}

export interface ReplyRequest extends ReplyPrompt {
  /** Thinking, text and calls together. */
  readonly maxTokens: number;
  /** Absent: the model's published defaults for this mode. */
  readonly sampling?: Sampling;
  readonly seed?: number;
  /** The answer's text ends before the first of them. */
  readonly stopTexts?: readonly string[];
}

export type ThinkingMode =
  | { readonly kind: 'off' }
  /** After `maxTokens` of thinking the block is closed for the model and it must answer. */
  | { readonly kind: 'on'; readonly maxTokens: number };

export interface Sampling {
  /** 0: always the likeliest token. */
  readonly temperature: number;
  readonly topP: number;
  /** 0: all tokens. */
  readonly topK: number;
  readonly presencePenalty: number;
}

/** What streams while a reply is made. Text parts are increments. */
export type ReplyPart =
  | {
      readonly kind: 'prefill';
      readonly doneTokens: number;
      readonly totalTokens: number;
      readonly reusedTokens: number;
    }
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** The model began a call; its name is known a little later and the whole arrives in the result. */
  | { readonly kind: 'call-started' }
  /** Nothing has come for so long. The request goes on: a server may still be reading, or wait for a machine. */
  | { readonly kind: 'silent'; readonly seconds: number }
  /** The server refused for now and is asked again. `afterSeconds`: as it wishes, where it says so. */
  | {
      readonly kind: 'retrying';
      readonly cause: 'rate-limited' | 'server-failed';
      readonly afterSeconds: number | undefined;
    };

export interface ReplyResult {
  readonly message: AssistantMessage;
  readonly finish: 'end' | 'calls' | 'length';
  /** Of the request's `stopTexts`, the one that ended it; absent also where a server does not tell. */
  readonly stoppedAt?: string;
  readonly usage: Usage;
  /** What was asked for and not done, by the names of the server's parameters: it does not take them. */
  readonly leftOut?: readonly string[];
  /** How tokens were drawn, as far as it was asked for, by the names of the server's parameters; but for the seed. */
  readonly sampling?: Readonly<Record<string, number>>;
  /** The model's id as the server gives it. */
  readonly servedModel?: string;
}

export interface Usage {
  readonly promptTokens: number;
  /** Prompt tokens whose state was still there. */
  readonly reusedTokens: number;
  /** Prompt tokens computed for this request: never more than `promptTokens`. */
  readonly evaluatedTokens: number;
  readonly generatedTokens: number;
  /** Of the generated tokens, those of thinking. Absent where that is not known. */
  readonly thinkingTokens?: number;
  /** Of the evaluated tokens, those whose state a server keeps at a price. Absent where there is no such price. */
  readonly writtenToCacheTokens?: number;
  /** From the request's arrival to the first generated token. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}
