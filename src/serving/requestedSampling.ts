import * as z from 'zod';
import type { Sampling } from '../engine/engine.ts';

/** The parameters of sampling as both protocols spell them. */
export const samplingFields = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  /** -1 and 0: all tokens, as vLLM and llama.cpp have it. */
  top_k: z.number().int().min(-1).max(1_000_000).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
};

type SamplingFields = z.infer<z.ZodObject<typeof samplingFields>>;

/**
 * Without any of them the model samples as its makers advise. With some, the others have the protocol's defaults: a
 * program that asks for a temperature knows what the rest then is.
 */
export function requestedSampling(given: SamplingFields): Sampling | undefined {
  const { temperature, top_p: topP, top_k: topK, presence_penalty: presencePenalty } = given;
  const values = [temperature, topP, topK, presencePenalty];
  if (values.every((value) => value === undefined || value === null)) return undefined;
  return {
    temperature: temperature ?? 1,
    topP: topP ?? 1,
    topK: Math.max(0, topK ?? 0),
    presencePenalty: presencePenalty ?? 0,
  };
}
