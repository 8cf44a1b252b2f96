import * as z from 'zod';
import { AppError, isAppError } from '../base/appError.ts';
import { isLoopback } from '../base/networkPolicy.ts';
import type { ModelCapabilities, ModelDescription } from '../engine/engine.ts';
import type { Endpoint } from './endpoint.ts';
import type { Fetch } from './guardedFetch.ts';
import { requestJson } from './requestJson.ts';

const size = z.number().int().positive().nullish();

/** One row of `/models`; where the size of the context is depends on the server. */
const modelSchema = z.object({
  id: z.string().min(1).max(500),
  max_model_len: size,
  context_length: size,
  max_input_tokens: size,
  loaded_context_length: size,
});
const listSchema = z.object({ data: z.array(modelSchema).max(20_000) });

/** llama-server's `/props`. */
const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: size }).nullish(),
  chat_template: z.string().nullish(),
});

export type ServedModel = z.infer<typeof modelSchema>;

export interface ServerPorts {
  readonly endpoint: Endpoint;
  /** Guarded. */
  readonly fetch: Fetch;
}

/** The models that the server lists; undefined when it has no list. Throws for everything else that goes wrong. */
export async function listModels(ports: ServerPorts, signal: AbortSignal): Promise<readonly ServedModel[] | undefined> {
  const { preset, baseUrl } = ports.endpoint;
  const url = preset.protocol === 'anthropic' ? `${baseUrl}/v1/models?limit=1000` : `${baseUrl}/models`;
  try {
    return (await requestJson({ url }, listSchema, ports, signal)).data;
  } catch (error) {
    const hasNoList =
      (isAppError(error, 'provider-refused') && (error.data.status === 404 || error.data.status === 405)) ||
      (isAppError(error, 'provider-answer-invalid') && !preset.listsModels);
    if (hasNoList) return undefined;
    throw error;
  }
}

/** Asks the server what it serves, and gives the model as the rest of Parity knows one. */
export async function connectServer(ports: ServerPorts, signal: AbortSignal): Promise<ModelDescription> {
  const { endpoint } = ports;
  const { preset, model, baseUrl } = endpoint;
  const models = await listModels(ports, signal);
  const row = models?.find(({ id }) => isNamed(id, model));
  if (models !== undefined && models.length > 0 && row === undefined && preset.listsModels) {
    const served = models.slice(0, 5).map(({ id }) => id);
    throw new AppError('model-not-served', { endpoint: endpoint.name, model, served });
  }
  const props = preset.id === 'llama-server' ? await serverProps(ports, signal) : undefined;
  const told =
    props?.default_generation_settings?.n_ctx ??
    row?.max_model_len ??
    row?.loaded_context_length ??
    row?.max_input_tokens ??
    row?.context_length;
  const contextTokens = endpoint.contextTokens ?? told ?? preset.contextTokens;
  return {
    name: model,
    identity: `${preset.protocol}:${baseUrl}#${model}`,
    parameterCount: undefined,
    capabilities: capabilitiesOf(endpoint, props?.chat_template ?? undefined),
    contextTokens,
    infillContextTokens: contextTokens,
    ...(preset.counting === 'estimate' ? { isCountEstimated: true } : {}),
    place: { kind: 'remote', url: baseUrl, isThisMachine: isLoopback(new URL(baseUrl)) },
  };
}

/** A server of one's own may not show its properties. */
async function serverProps(ports: ServerPorts, signal: AbortSignal): Promise<z.infer<typeof propsSchema> | undefined> {
  try {
    return await requestJson({ url: `${ports.endpoint.rootUrl}/props` }, propsSchema, ports, signal);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** `template`: the model's chat template, of the servers that show it. */
function capabilitiesOf({ preset, infill }: Endpoint, template: string | undefined): ModelCapabilities {
  const canThink = preset.thinking !== 'none';
  return {
    infill: infill === 'none' ? 'none' : 'block',
    chat: true,
    tools: template === undefined || /\btools\b/.test(template),
    thinking: canThink && (template === undefined || /enable_thinking|<think>/.test(template)),
  };
}

/** Also `qwen3.5` for `qwen3.5:latest`, and an alias for the name with a date. */
function isNamed(id: string, model: string): boolean {
  if (id === model || id === `${model}:latest`) return true;
  // OpenRouter's variants, such as `qwen/qwen3.5-9b:free`.
  if (model.startsWith(`${id}:`)) return true;
  return id.startsWith(`${model}-`) && /^\d{8}$|^\d{4}-\d{2}-\d{2}$/.test(id.slice(model.length + 1));
}
