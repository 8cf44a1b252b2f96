import { InsufficientMemoryError, type Llama, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import { AppError, isAbort, throwIfAborted } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import { OutOfMemory, climbDown } from '../engine/climbDown.ts';
import type { LoadProgress, LoadRequest } from '../engine/engine.ts';
import { type LoadLimits, type LoadReduction, limitsOf } from '../engine/loadLadder.ts';
import { infillContextTokens } from '../models/fit/memoryNeeds.ts';
import type { Adapter, ContextStretch } from '../engine/localPlace.ts';
import { longestContext } from '../models/longestContext.ts';
import type { ModelFileFacts } from '../models/modelFileFacts.ts';
import { ComputeQueue, type Urgency } from './computeQueue.ts';
import { InfillLanes } from './infillLanes.ts';
import { SequenceLane } from './sequenceLane.ts';
import { contextStretch, stretchMetadata } from './stretchContext.ts';

export interface OpenedLane {
  readonly context: LlamaContext;
  readonly lane: SequenceLane;
}

export interface OpenedInfill {
  /** The one of the first lane. */
  readonly context: LlamaContext;
  readonly lanes: InfillLanes;
}

/** Weights and contexts as far as memory allows. */
export interface FittedModel {
  readonly model: LlamaModel;
  readonly infill: OpenedInfill | undefined;
  readonly chat: OpenedLane | undefined;
  readonly stretch: ContextStretch | undefined;
  /** What was given up, those of earlier processes included. */
  readonly reductions: readonly LoadReduction[];
}

export interface FitOptions {
  readonly llama: Llama;
  readonly request: LoadRequest;
  readonly facts: ModelFileFacts;
  /** Checked. */
  readonly adapters: readonly Adapter[];
  readonly threads: number;
  readonly batchTokens: number;
  readonly needs: { readonly infill: boolean; readonly chat: boolean };
  readonly onProgress: (progress: LoadProgress) => void;
  readonly log: Log;
}

/** What the checkpoints of one context may take in memory. */
const checkpointBytes = 1024 ** 3;
/** Layers go to a GPU only as far as a context of this size, or the smaller one that is wanted, still fits beside them. */
const contextBesideLayers = 16_384;

/** Loads less and less until it fits. Throws `load-failed` and `out-of-memory`. */
export async function fitModel(options: FitOptions, signal: AbortSignal): Promise<FittedModel> {
  const { request, facts, needs, log } = options;
  const asked = limitsOf(request);
  const start = { ...asked, contextTokens: Math.min(asked.contextTokens, longestContext(facts)) };
  let least = start;
  let weights: LoadedWeights | undefined;

  const attempt = async (limits: LoadLimits): Promise<Omit<FittedModel, 'reductions'>> => {
    least = limits;
    const stretch = needs.chat ? contextStretch(limits.contextTokens, facts) : undefined;
    if (weights?.gpuLayers !== limits.gpuLayers || weights?.stretch?.factor !== stretch?.factor) {
      await weights?.model.dispose();
      weights = undefined;
    }
    weights ??= { ...limits, stretch, model: await loadWeights(options, limits, stretch, signal) };
    const { model } = weights;
    return { model, stretch, ...(await openContexts(model, options, limits, signal)) };
  };
  try {
    const { result, reductions } = await climbDown(start, attempt, (reduction, reason) =>
      log.warn(`no memory for ${reason.shortOf} (${reason.message}): ${JSON.stringify(reduction)}`),
    );
    return { ...result, reductions: [...(request.reductions ?? []), ...reductions] };
  } catch (error) {
    if (!(error instanceof OutOfMemory)) throw error;
    const data = { path: request.path, detail: error.message, contextTokens: least.contextTokens };
    throw new AppError('out-of-memory', data, { cause: error });
  }
}

interface LoadedWeights {
  readonly gpuLayers: number | undefined;
  readonly stretch: ContextStretch | undefined;
  readonly model: LlamaModel;
}

async function loadWeights(
  { llama, request, facts, adapters, onProgress }: FitOptions,
  { contextTokens, gpuLayers }: LoadLimits,
  stretch: ContextStretch | undefined,
  signal: AbortSignal,
): Promise<LlamaModel> {
  const contextSize = infillContextTokens + Math.min(contextTokens, contextBesideLayers);
  const device = llama.gpu === false || gpuLayers === 0 ? 'cpu' : llama.gpu;
  const progress = (fraction: number): void =>
    onProgress({ stage: 'weights', fraction: 0.05 + fraction * 0.85, device });
  progress(0);
  try {
    const model = await llama.loadModel({
      modelPath: request.path,
      // Reading the file saves a quarter of a gigabyte of resident memory over mapping it (measured, 0.8B shape).
      useMmap: false,
      gpuLayers: gpuLayers ?? { fitContext: { contextSize } },
      loadSignal: signal,
      onLoadProgress: progress,
      ...(stretch === undefined ? {} : { metadataOverrides: stretchMetadata(facts.architecture, stretch) }),
    });
    if (adapters.length > 0) await loadAdapters(model, adapters);
    return model;
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    // A GPU's driver that runs out says no more than that it failed; the file has been checked before.
    if (cause instanceof InsufficientMemoryError || device !== 'cpu') {
      throw new OutOfMemory('weights', device === 'cpu' ? 0 : gpuLayers, cause);
    }
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('load-failed', { path: request.path, detail }, { cause });
  }
}

async function openContexts(
  model: LlamaModel,
  { threads, batchTokens, needs, adapters, onProgress, log }: FitOptions,
  limits: LoadLimits,
  signal: AbortSignal,
): Promise<Pick<FittedModel, 'infill' | 'chat'>> {
  const contexts: LlamaContext[] = [];
  const queue = new ComputeQueue();
  const openLane = async (contextSize: number, urgency: Urgency, createSignal: AbortSignal): Promise<OpenedLane> => {
    const context = await model.createContext({
      contextSize,
      batchSize: batchTokens,
      threads,
      sequences: 1,
      lora: loraOption(adapters),
      createSignal,
    });
    const sequence = context.getSequence({ checkpoints: { interval: false, max: 8, maxMemory: checkpointBytes } });
    return { context, lane: new SequenceLane({ sequence, queue, urgency, batchTokens: context.batchSize }) };
  };
  const open = async (contextSize: number, urgency: Urgency): Promise<OpenedLane> => {
    onProgress({ stage: 'contexts', fraction: 0.9 + contexts.length * 0.05 });
    const opened = await openLane(contextSize, urgency, signal);
    contexts.push(opened.context);
    return opened;
  };
  const openInfill = async (contextSize: number): Promise<OpenedInfill> => {
    const { context, lane: first } = await open(contextSize, 'completion');
    const openSecond = async (until: AbortSignal): Promise<SequenceLane> =>
      (await openLane(contextSize, 'completion', until)).lane;
    return { context, lanes: new InfillLanes({ first, openSecond, log }) };
  };
  try {
    const infillTokens = Math.min(infillContextTokens, model.trainContextSize);
    const infill = needs.infill ? await openInfill(infillTokens) : undefined;
    const chat = needs.chat ? await open(limits.contextTokens, 'chat') : undefined;
    throwIfAborted(signal);
    return { infill, chat };
  } catch (cause) {
    await Promise.all(contexts.map((context) => context.dispose()));
    if (isAbort(cause)) throw cause;
    // The weights are there and were checked, so what a context lacks is memory, whatever the engine calls it.
    throw new OutOfMemory('contexts', model.gpuLayers, cause);
  }
}

/** llama.cpp plans each context for the adapters that are loaded by then, and the library loads them with a context. */
async function loadAdapters(model: LlamaModel, adapters: readonly Adapter[]): Promise<void> {
  const context = await model.createContext({
    contextSize: 256,
    batchSize: 32,
    sequences: 1,
    lora: loraOption(adapters),
  });
  await context.dispose();
}

function loraOption(adapters: readonly Adapter[]) {
  return { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) };
}
