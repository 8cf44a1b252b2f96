import * as z from 'zod';
import { endpointSchema } from './endpointSchema.ts';
import { userPriceSchema } from './userPriceSchema.ts';

/**
 * Every setting, defined once. package.json's `contributes.configuration` and package.nls.json are generated from this
 * table (`npm run contributes`); a test compares them.
 */

interface Common<T> {
  readonly default: T;
  readonly description: string;
  /**
   * `machine`: user settings only, for what a workspace must not decide (which file is loaded, how much memory).
   * `window`: user or workspace.
   */
  readonly scope: 'machine' | 'window' | 'language-overridable';
}

export type SettingDefinition =
  | ({ readonly type: 'boolean' } & Common<boolean>)
  | ({ readonly type: 'string' } & Common<string>)
  | ({ readonly type: 'choice'; readonly choices: Readonly<Record<string, string>> } & Common<string>)
  | ({ readonly type: 'integer' | 'number'; readonly minimum: number; readonly maximum: number } & Common<number>)
  | ({ readonly type: 'list'; readonly item: z.ZodType } & Common<readonly unknown[]>);

/** A change to a model's weights, from a GGUF file of its own (a LoRA). */
const adapterSchema = z.strictObject({
  path: z.string().min(1).describe('Absolute path of the GGUF file of the adapter.'),
  scale: z.number().min(-8).max(8).default(1).describe('How much of it is added to the weights.'),
});

export const settingDefinitions = {
  'model.path': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'Absolute path of the GGUF file to load. Empty: the starter model that comes with Parity, which completes lines and cannot chat.',
  },
  'model.contextTokens': {
    type: 'integer',
    default: 8192,
    minimum: 1024,
    maximum: 1_010_000,
    scope: 'machine',
    description:
      'How many tokens a chat can hold, prompt and answer together. More needs more memory. Beyond what the model was trained for (Qwen 3.5: 262,144) it is stretched with YaRN, and quality may drop.',
  },
  'model.threads': {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 256,
    scope: 'machine',
    description: 'Processor threads for the model. 0: chosen for this machine and model.',
  },
  'model.gpu': {
    type: 'choice',
    default: 'auto',
    choices: {
      auto: 'Use the best GPU support that works on this machine.',
      cuda: 'Use NVIDIA CUDA.',
      vulkan: 'Use Vulkan.',
      metal: 'Use Metal.',
      off: 'Use the processor only.',
    },
    scope: 'machine',
    description:
      'What the model runs on. When the chosen GPU support does not work here, Parity says why and uses the processor.',
  },
  'model.adapters': {
    type: 'list',
    item: adapterSchema,
    default: [],
    scope: 'machine',
    description: 'LoRA adapters (GGUF files) that are applied to the model, in this order.',
  },
  'model.idleUnloadMinutes': {
    type: 'integer',
    default: 30,
    minimum: 0,
    maximum: 1440,
    scope: 'machine',
    description:
      'After this many minutes without a request the model leaves memory; the next request loads it again. 0: never.',
  },
  'model.folder': {
    type: 'string',
    default: '',
    scope: 'machine',
    description: 'Absolute path of the folder that downloaded models are kept in. Empty: a folder of the extension.',
  },
  'engine.shared': {
    type: 'boolean',
    default: true,
    scope: 'machine',
    description: 'Let all windows use one engine, so that the weights are in memory once.',
  },
  endpoints: {
    type: 'list',
    item: endpointSchema,
    default: [],
    scope: 'machine',
    description:
      'Servers that can take the place of the local engine. Add one with Parity: Add Endpoint, which also tests it. API keys are kept in the secret storage of VS Code and never here.',
  },
  'engines.completion': {
    type: 'string',
    default: 'local',
    scope: 'machine',
    description:
      'What completes code: local, or the id of an endpoint. A server gets the code around the cursor at each pause in typing.',
  },
  'engines.chat': {
    type: 'string',
    default: 'local',
    scope: 'machine',
    description:
      'What answers in the chat: local, or the id of an endpoint. A server gets the conversation, and the files and search results that its tools read for it.',
  },
  'engines.background': {
    type: 'string',
    default: 'chat',
    scope: 'machine',
    description:
      'What works in the background: chat for the same as the chat, local, or the id of an endpoint. It summarizes the earlier part of a chat that has become too long; a server gets that part.',
  },
  prices: {
    type: 'list',
    item: userPriceSchema,
    default: [],
    scope: 'machine',
    description:
      'Prices of models, in USD per million tokens. They count before the ones that come with Parity and before those of Parity: Refresh Prices.',
  },
  'cost.comparedModel': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'The API model whose price local use is compared with in Parity: Show Costs. Empty: none. Choose it there.',
  },
  'serving.port': {
    type: 'integer',
    default: 5757,
    minimum: 0,
    maximum: 65_535,
    scope: 'machine',
    description:
      'The port of this machine at which Parity: Serve Local Model answers other programs; the next free one when it is taken. 0: any free one.',
  },
  'benchmark.sandbox': {
    type: 'choice',
    default: 'automatic',
    choices: {
      automatic:
        'Use the best that this machine has by itself: bubblewrap or namespaces on Linux, sandbox-exec on macOS.',
      docker: 'Use a container of Docker. Its programs are those of parity.benchmark.containerImage.',
      podman: 'Use a container of Podman. Its programs are those of parity.benchmark.containerImage.',
    },
    scope: 'machine',
    description: 'What keeps the tests of a benchmark and of the arena away from your files and the network.',
  },
  'benchmark.containerImage': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'The image that tests run in when parity.benchmark.sandbox is docker or podman, such as node:22-bookworm. It must have a shell and what the tests need besides the installed packages, and be on this machine: Parity downloads none.',
  },
  'energy.activeWatts': {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 20_000,
    scope: 'machine',
    description:
      'What this machine takes while a model answers, in watts, from a meter at the plug. Counts in benchmarks where the machine cannot measure it by itself. 0: not known.',
  },
  'energy.idleWatts': {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 20_000,
    scope: 'machine',
    description: 'What this machine takes when nothing runs, in watts. Only what a model takes beyond it is its own.',
  },
  'energy.usdPerKwh': {
    type: 'number',
    default: 0,
    minimum: 0,
    maximum: 100,
    scope: 'machine',
    description: 'What a kilowatt hour costs you, in US dollars, such as 0.30. 0: not known.',
  },
  'energy.hardwareUsd': {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 10_000_000,
    scope: 'machine',
    description:
      'What this machine cost, in US dollars, for the question from how much use on it is cheaper than an API. 0: not known.',
  },
  'energy.hardwareYears': {
    type: 'integer',
    default: 3,
    minimum: 1,
    maximum: 30,
    scope: 'machine',
    description: 'How many years this machine is to be used.',
  },
  'network.offline': {
    type: 'boolean',
    default: false,
    scope: 'machine',
    description: 'Refuse every connection to another machine: downloads, and servers that are not on this machine.',
  },
  'download.source': {
    type: 'choice',
    default: 'auto',
    choices: {
      auto: 'Try Hugging Face first, then ModelScope.',
      huggingface: 'Download from Hugging Face.',
      modelscope: 'Download from ModelScope.',
    },
    scope: 'machine',
    description: 'Where models are downloaded from.',
  },
  'download.huggingFaceUrl': {
    type: 'string',
    default: '',
    scope: 'machine',
    description:
      'Address of a mirror of Hugging Face, such as https://hf-mirror.example. Empty: the environment variable HF_ENDPOINT, else https://huggingface.co.',
  },
  'completion.enabled': {
    type: 'boolean',
    default: true,
    scope: 'language-overridable',
    description: 'Suggest code as you type. Can be set per language.',
  },
  'chat.thinking': {
    type: 'boolean',
    default: false,
    scope: 'window',
    description: 'Let the model think before it answers, when it can. Slower, and often better on hard questions.',
  },
  'voting.keepAnswers': {
    type: 'boolean',
    default: true,
    scope: 'machine',
    description:
      'Keep question and answers of Parity: Ask Two Engines on this machine, for a blind vote later. Parity: Delete Kept Answers removes them.',
  },
  'chat.summarize': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description:
      'Summarize the earlier part of a chat for the model when its context is full. Off: the message that does not fit is given back.',
  },
  'chat.maxReplyTokens': {
    type: 'integer',
    default: 2048,
    minimum: 64,
    maximum: 32768,
    scope: 'window',
    description: 'The most tokens of one answer, thinking included. This room is kept free in the context.',
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingKey = keyof typeof settingDefinitions;

type Widened<D> = D extends { type: 'choice'; choices: infer C }
  ? keyof C & string
  : D extends { type: 'boolean' }
    ? boolean
    : D extends { type: 'integer' | 'number' }
      ? number
      : D extends { type: 'list'; item: infer I extends z.ZodType }
        ? readonly z.infer<I>[]
        : string;

export type SettingValue<K extends SettingKey> = Widened<(typeof settingDefinitions)[K]>;
