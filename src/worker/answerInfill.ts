import type { Token } from 'node-llama-cpp';
import { AppError, throwIfAborted } from '../base/appError.ts';
import type { InfillRequest, InfillResult } from '../engine/engine.ts';
import type { InfillOrder } from '../engine/infillAbility.ts';
import { layOutInfill } from '../prompt/infillLayout.ts';
import { applyInfillStop } from '../prompt/infillStop.ts';
import { StopTexts } from '../prompt/stopTexts.ts';
import type { ModelVocabulary } from './modelVocabulary.ts';
import type { InfillLanes } from './infillLanes.ts';

export interface InfillModel {
  readonly name: string;
  readonly vocabulary: ModelVocabulary;
  readonly lanes: InfillLanes;
  readonly order: InfillOrder;
}

/** Throws `infill-unsupported` and `context-overflow`. Always takes the likeliest token: a suggestion should not waver. */
export function answerInfill(
  model: InfillModel,
  request: InfillRequest,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<InfillResult> {
  const { lanes, vocabulary } = model;
  const started = performance.now();
  const layout = layOutInfill(vocabulary, request, model.order);
  if (layout === undefined) throw new AppError('infill-unsupported', { model: model.name });
  // The ids come from this model's tokenizer.
  const tokens = layout.tokens as readonly Token[];
  const { contextTokens } = lanes;
  if (tokens.length + request.maxTokens > contextTokens) {
    const data = { promptTokens: tokens.length, reservedTokens: request.maxTokens, contextTokens };
    throw new AppError('context-overflow', data);
  }

  const lane = lanes.choose(tokens);
  return lane.use(signal, async () => {
    const checkpoints = layout.checkpoints.map((tokenCount, index) => ({
      tokenCount,
      kind: index === layout.checkpoints.length - 1 ? 'cursor-line' : 'context-files',
      keep: 2,
    }));
    const { reusedTokens, rest } = await lane.prefill({ tokens, checkpoints }, signal);

    let written = '';
    let firstTokenMs: number | undefined;
    let generatedTokens = 0;
    let finish: InfillResult['finish'] = 'length';
    let text = '';
    const decoder = vocabulary.newDecoder();
    const stops = new StopTexts(request.stopTexts ?? []);
    const show = (added: string): boolean => {
      written += added;
      const stopped = applyInfillStop(written, request.stop);
      if (stopped.text !== text) {
        text = stopped.text;
        onText(text);
      }
      return stopped.isComplete;
    };
    for await (const token of lane.generate(rest, { temperature: 0 }, signal)) {
      throwIfAborted(signal);
      firstTokenMs ??= performance.now() - started;
      generatedTokens += 1;
      const pieces = vocabulary.isEnd(token) ? undefined : decoder.add(token);
      // A control token in the middle of code is the model losing its way: what came before it still counts.
      if (pieces === undefined || pieces.some((piece) => piece.kind === 'control')) {
        finish = 'end';
        break;
      }
      const isComplete = show(stops.add(pieces.map((piece) => piece.text).join('')));
      if (isComplete || stops.stoppedAt !== undefined) {
        finish = 'stop-rule';
        break;
      }
      if (generatedTokens >= request.maxTokens) break;
    }
    if (finish !== 'stop-rule') show(stops.finish());
    const totalMs = performance.now() - started;
    return {
      text,
      finish,
      usage: {
        promptTokens: tokens.length,
        reusedTokens,
        evaluatedTokens: tokens.length - reusedTokens,
        generatedTokens,
        firstTokenMs: firstTokenMs ?? totalMs,
        totalMs,
      },
    };
  });
}
