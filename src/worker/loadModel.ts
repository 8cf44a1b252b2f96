import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { type Llama, type LlamaContext, type LlamaModel, InsufficientMemoryError } from 'node-llama-cpp';
import { AppError, isAbort, throwIfAborted } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { LoadProgress, LoadRequest, ModelDescription } from '../engine/engine.ts';
import { modelCapabilities } from '../models/capabilities.ts';
import { checkModelFile } from '../models/checkModelFile.ts';
import { knownModel } from '../models/knownModels.ts';
import type { ModelFileFacts } from '../models/modelFileFacts.ts';
import type { ChatTemplate } from '../prompt/chatTemplate.ts';
import type { ChatModel } from './answerReply.ts';
import type { InfillModel } from './answerInfill.ts';
import { ComputeQueue, type Urgency } from './computeQueue.ts';
import { chooseMemoryEstimate } from './estimateMemory.ts';
import { readVocabulary } from './modelVocabulary.ts';
import { chooseThreads, openLlama } from './openLlama.ts';
import { openTemplate } from './openTemplate.ts';
import { Rehearsal } from './rehearsal.ts';
import { SequenceLane } from './sequenceLane.ts';
import { Transcript } from './transcript.ts';

/** A model in memory with a context for each thing it can do. */
export interface LoadedModel {
  readonly request: LoadRequest;
  readonly description: ModelDescription;
  readonly infill: InfillModel | undefined;
  readonly chat: ChatModel | undefined;
  dispose(): Promise<void>;
}

/** Qwen 3.5's, and larger than most. */
const largestVocabulary = 248_320;
/** A completion sees this much: enough for the code around a cursor, and little memory. */
const infillContextTokens = 4096;
/** What the checkpoints of one context may take in memory. */
const checkpointBytes = 1024 ** 3;

/**
 * Checks the file, loads the weights and makes the contexts. Throws `model-missing`, `model-invalid`, `load-failed`,
 * `out-of-memory`, `engine-unavailable`.
 */
export async function loadModel(
  request: LoadRequest,
  onProgress: (progress: LoadProgress) => void,
  log: Log,
  signal: AbortSignal,
): Promise<LoadedModel> {
  const { path } = request;
  onProgress({ stage: 'checking', fraction: 0 });
  const { facts, llama } = await openChecked(request, log, signal);
  try {
    throwIfAborted(signal);
    const stated = modelCapabilities(facts);
    const name = facts.name ?? basename(path);
    const opened = stated.chat && facts.chatTemplate !== undefined ? openTemplate(facts.chatTemplate, name) : undefined;
    const template = opened?.kind === 'usable' ? opened.template : undefined;
    const capabilities = template === undefined ? { ...stated, chat: false, tools: false, thinking: false } : stated;
    const threads = chooseThreads(request.threads, knownModel(facts.name).preferredThreads);

    llama.maxThreads = threads;
    chooseMemoryEstimate(llama.gpu);
    onProgress({ stage: 'weights', fraction: 0.05 });
    const model = await orLoadFailed(path, () =>
      llama.loadModel({
        modelPath: path,
        // Reading the file saves a quarter of a gigabyte of resident memory over mapping it (measured, 0.8B shape).
        useMmap: false,
        loadSignal: signal,
        onLoadProgress: (fraction) => onProgress({ stage: 'weights', fraction: 0.05 + fraction * 0.85 }),
      }),
    );
    const vocabulary = readVocabulary(model);
    const queue = new ComputeQueue();
    const batchTokens = batchTokensFor(facts.vocabularySize ?? largestVocabulary, llama);
    const contexts: LlamaContext[] = [];

    const openLane = async (contextTokens: number, urgency: Urgency): Promise<SequenceLane> => {
      onProgress({ stage: 'contexts', fraction: 0.9 + contexts.length * 0.05 });
      const contextSize = Math.min(contextTokens, model.trainContextSize);
      const context = await orLoadFailed(path, () =>
        model.createContext({ contextSize, batchSize: batchTokens, threads, sequences: 1, createSignal: signal }),
      );
      contexts.push(context);
      const sequence = context.getSequence({ checkpoints: { interval: false, max: 8, maxMemory: checkpointBytes } });
      return new SequenceLane({ sequence, queue, urgency, batchTokens: context.batchSize });
    };
    const infill: InfillModel | undefined =
      capabilities.infill === 'none'
        ? undefined
        : { name, vocabulary, lane: await openLane(infillContextTokens, 'completion') };
    const openChat = async (chatTemplate: ChatTemplate): Promise<ChatModel> => {
      const lane = await openLane(request.contextTokens, 'chat');
      const transcript = new Transcript(vocabulary);
      const rehearsal = new Rehearsal({ lane, transcript, template: chatTemplate, log });
      const newCallId = (): string => `call_${randomUUID()}`;
      return { name, vocabulary, template: chatTemplate, lane, transcript, rehearsal, newCallId };
    };
    const chat = template === undefined ? undefined : await openChat(template);
    onProgress({ stage: 'contexts', fraction: 1 });
    const description: ModelDescription = {
      name,
      identity: path,
      parameterCount: facts.parameterCount,
      capabilities,
      ...(opened?.kind === 'unusable' ? { chatProblem: opened.problem } : {}),
      contextTokens: chat?.lane.contextTokens ?? 0,
      infillContextTokens: infill?.lane.contextTokens ?? 0,
      place: {
        kind: 'local',
        path,
        fileBytes: facts.fileBytes,
        threads,
        device: model.gpuLayers > 0 && llama.gpu !== false ? llama.gpu : 'cpu',
        memoryBytes: memoryOf(model, contexts),
      },
    };
    const dispose = async (): Promise<void> => {
      chat?.rehearsal.stop();
      await Promise.all([infill?.lane.idle(), chat?.lane.idle()]);
      await llama.dispose();
    };
    return { request, description, infill, chat, dispose };
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

/** Opening the engine waits for another process most of the time: the file is checked meanwhile. */
async function openChecked(
  { path, gpu }: LoadRequest,
  log: Log,
  signal: AbortSignal,
): Promise<{ facts: ModelFileFacts; llama: Llama }> {
  const [check, opening] = await Promise.allSettled([checkModelFile(path, signal), openLlama(gpu, log)]);
  if (check.status === 'fulfilled' && opening.status === 'fulfilled') {
    return { facts: check.value, llama: opening.value };
  }
  if (opening.status === 'fulfilled') await opening.value.dispose();
  const failed = [check, opening].find((outcome) => outcome.status === 'rejected');
  throw failed?.reason;
}

function memoryOf(model: LlamaModel, contexts: readonly LlamaContext[]): number {
  return [model, ...contexts].reduce((sum, { memoryUsage }) => sum + memoryUsage.ram + memoryUsage.vram, 0);
}

/**
 * The logits of a batch take about 8.5 bytes per token and vocabulary entry, which with Qwen's 248,320 entries is 135 MB
 * for 64 tokens (measured). On a processor nothing is gained beyond that; a GPU wants larger batches.
 */
function batchTokensFor(vocabularySize: number, llama: Llama): number {
  const logitBytes = llama.gpu === false ? 150e6 : 1200e6;
  const fitting = logitBytes / (vocabularySize * 8.5);
  return Math.min(512, Math.max(32, 2 ** Math.floor(Math.log2(fitting))));
}

async function orLoadFailed<T>(path: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof InsufficientMemoryError ? 'out-of-memory' : 'load-failed';
    throw new AppError(code, { path, detail }, { cause });
  }
}
