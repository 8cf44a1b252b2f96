import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { throwIfAborted } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { LoadProgress, LoadRequest, ModelDescription } from '../engine/engine.ts';
import { modelCapabilities } from '../models/capabilities.ts';
import { checkModelFile } from '../models/checkModelFile.ts';
import { batchTokensFor } from '../models/fit/memoryNeeds.ts';
import { knownModel } from '../models/knownModels.ts';
import type { ModelFileFacts } from '../models/modelFileFacts.ts';
import type { ChatTemplate } from '../prompt/chatTemplate.ts';
import type { ChatModel } from './answerReply.ts';
import type { InfillModel } from './answerInfill.ts';
import { type GpuPorts, chooseGpu } from './chooseGpu.ts';
import { checkAdapters } from './checkAdapters.ts';
import { chooseMemoryEstimate } from './estimateMemory.ts';
import { chooseThreads } from './chooseThreads.ts';
import { describePlace } from './describePlace.ts';
import { fitModel } from './fitModel.ts';
import { infillAbility } from './infillAbility.ts';
import { modelIdentity, stretchedIdentity } from './modelIdentity.ts';
import { readVocabulary } from './modelVocabulary.ts';
import { type OpenedLlama, openLlama } from './openLlama.ts';
import { openTemplate } from './openTemplate.ts';
import { Rehearsal } from './rehearsal.ts';
import type { SequenceLane } from './sequenceLane.ts';
import { Transcript } from './transcript.ts';

/** A model in memory with a context for each thing it can do. */
export interface LoadedModel {
  readonly request: LoadRequest;
  readonly description: ModelDescription;
  readonly infill: InfillModel | undefined;
  readonly chat: ChatModel | undefined;
  dispose(): Promise<void>;
}

export interface LoadPorts {
  readonly gpus: GpuPorts;
  readonly log: Log;
}

/** Qwen 3.5's, and larger than most. */
const largestVocabulary = 248_320;

/**
 * Checks the files, loads the weights and makes the contexts. Throws `model-missing`, `model-invalid`, `adapter-invalid`,
 * `load-failed`, `out-of-memory`, `engine-unavailable`.
 */
export async function loadModel(
  request: LoadRequest,
  onProgress: (progress: LoadProgress) => void,
  ports: LoadPorts,
  signal: AbortSignal,
): Promise<LoadedModel> {
  const { path } = request;
  const { log } = ports;
  onProgress({ stage: 'checking', fraction: 0 });
  const { facts, opened } = await openChecked(request, ports, signal);
  const { llama } = opened;
  try {
    throwIfAborted(signal);
    const adapters = await checkAdapters(path, request.adapters ?? [], signal);
    const weightsIdentity = await modelIdentity(path, facts.fileBytes, adapters.applied, signal);
    const stated = modelCapabilities(facts);
    const name = facts.name ?? basename(path);
    const found = stated.chat && facts.chatTemplate !== undefined ? openTemplate(facts.chatTemplate, name) : undefined;
    const template = found?.kind === 'usable' ? found.template : undefined;
    const threads = chooseThreads(request.threads, knownModel(facts.name).preferredThreads);

    llama.maxThreads = threads;
    chooseMemoryEstimate(llama.gpu);
    const needs = { infill: stated.infill !== 'none', chat: template !== undefined };
    const batchTokens = batchTokensFor(
      llama.gpu === false ? 'processor' : 'gpu',
      facts.vocabularySize ?? largestVocabulary,
    );
    const fitOptions = {
      llama,
      request,
      facts,
      adapters: adapters.applied,
      threads,
      batchTokens,
      needs,
      onProgress,
      log,
    };
    const fitted = await fitModel(fitOptions, signal);
    const identity = stretchedIdentity(weightsIdentity, fitted.stretch);
    const vocabulary = readVocabulary(fitted.model);

    const ability = await infillAbility(fitted.infill, { name, vocabulary, identity, request, log }, signal);
    // Nothing will ever be asked of it.
    if (ability.kind === 'none') await fitted.infill?.context.dispose();
    const infill = ability.kind === 'none' ? undefined : ability.model;
    const openChat = (lane: SequenceLane, chatTemplate: ChatTemplate): ChatModel => {
      const transcript = new Transcript(vocabulary);
      const rehearsal = new Rehearsal({ lane, transcript, template: chatTemplate, log });
      const newCallId = (): string => `call_${randomUUID()}`;
      return { name, vocabulary, template: chatTemplate, lane, transcript, rehearsal, newCallId };
    };
    const chat = fitted.chat === undefined || template === undefined ? undefined : openChat(fitted.chat.lane, template);
    onProgress({ stage: 'contexts', fraction: 1 });
    const used = infill === undefined ? { ...fitted, infill: undefined } : fitted;
    const description: ModelDescription = {
      name,
      identity,
      parameterCount: facts.parameterCount,
      capabilities: {
        ...stated,
        infill: infill === undefined ? 'none' : stated.infill,
        ...(chat === undefined ? { chat: false, tools: false, thinking: false } : {}),
      },
      ...(found?.kind === 'unusable' ? { chatProblem: found.problem } : {}),
      ...(ability.probe === undefined ? {} : { infillProbe: ability.probe }),
      ...(ability.kind === 'none' ? { infillProblem: ability.problem } : {}),
      contextTokens: chat?.lane.contextTokens ?? 0,
      infillContextTokens: infill?.lanes.contextTokens ?? 0,
      place: describePlace({ request, facts, adapters, opened, fitted: used, threads }),
    };
    const dispose = async (): Promise<void> => {
      chat?.rehearsal.stop();
      await Promise.all([infill?.lanes.close(), chat?.lane.idle()]);
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
  { path, gpu, brokenGpu }: LoadRequest,
  { gpus, log }: LoadPorts,
  signal: AbortSignal,
): Promise<{ facts: ModelFileFacts; opened: OpenedLlama }> {
  const open = async (): Promise<OpenedLlama> => openLlama(await chooseGpu(gpu, brokenGpu, gpus, signal), log);
  const [check, opening] = await Promise.allSettled([checkModelFile(path, signal), open()]);
  if (check.status === 'fulfilled' && opening.status === 'fulfilled') {
    return { facts: check.value, opened: opening.value };
  }
  if (opening.status === 'fulfilled') await opening.value.llama.dispose();
  const failed = [check, opening].find((outcome) => outcome.status === 'rejected');
  throw failed?.reason;
}
