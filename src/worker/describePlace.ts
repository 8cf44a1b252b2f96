import type { LoadRequest } from '../engine/engine.ts';
import type { LocalPlace } from '../engine/localPlace.ts';
import type { ModelFileFacts } from '../models/modelFileFacts.ts';
import type { CheckedAdapters } from './checkAdapters.ts';
import type { FittedModel } from './fitModel.ts';
import { memoryUse } from './memoryUse.ts';
import type { OpenedLlama } from './openLlama.ts';

export interface PlaceParts {
  readonly request: LoadRequest;
  readonly facts: ModelFileFacts;
  readonly adapters: CheckedAdapters;
  readonly opened: OpenedLlama;
  readonly fitted: FittedModel;
  readonly threads: number;
}

/** Where a loaded model runs, with what memory, and what was given up for it. */
export function describePlace({ request, facts, adapters, opened, fitted, threads }: PlaceParts): LocalPlace {
  const { model, stretch, reductions } = fitted;
  const { gpu } = opened.llama;
  const contexts = [fitted.infill, fitted.chat].flatMap((opening) => (opening === undefined ? [] : [opening.context]));
  return {
    kind: 'local',
    path: request.path,
    fileBytes: facts.fileBytes,
    threads,
    gpu: {
      asked: request.gpu,
      device: model.gpuLayers > 0 && gpu !== false ? gpu : 'cpu',
      layersOnGpu: model.gpuLayers,
      layers: model.fileInsights.totalLayers,
      ...(opened.fallback === undefined ? {} : { fallback: opened.fallback }),
    },
    memory: memoryUse(model, contexts, facts.contextState, adapters.bytes),
    reductions,
    ...(stretch === undefined ? {} : { stretch }),
    adapters: adapters.applied,
  };
}
