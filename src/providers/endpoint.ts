import type { EndpointSetting } from '../base/endpointSchema.ts';
import { type ApiModel, findApiModel } from './apiModels.ts';
import type { Preset } from './presetSchema.ts';
import { presetOf } from './presets.ts';

/** A server and a model on it, with all that is known of the two. */
export interface Endpoint {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Of the API, without a slash at its end: what the SDK of its protocol takes. */
  readonly baseUrl: string;
  /** Of the server itself, for what stands beside the API. */
  readonly rootUrl: string;
  readonly host: string;
  readonly model: string;
  readonly preset: Preset;
  readonly apiModel: ApiModel | undefined;
  readonly infill: Preset['infill'];
  /** As the user says. */
  readonly contextTokens: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export function resolveEndpoint(setting: EndpointSetting): Endpoint {
  const preset = presetOf(setting.preset);
  const { host } = new URL(setting.url);
  const baseUrl = baseUrlOf(setting.url, preset);
  return {
    id: setting.id,
    name: setting.name ?? setting.id,
    baseUrl,
    rootUrl: baseUrl.replace(/\/v1$/, ''),
    host,
    model: setting.model,
    preset,
    apiModel: findApiModel(setting.model),
    infill: infillOf(setting, preset),
    contextTokens: setting.contextTokens,
    headers: setting.headers ?? {},
  };
}

/** People leave `/v1` out, or write it where the SDK adds it. */
function baseUrlOf(text: string, { protocol, url: usual }: Preset): string {
  const url = text.replace(/\/+$/, '');
  if (protocol === 'anthropic') return url.replace(/\/v1$/, '');
  const isBare = new URL(url).pathname === '/';
  return isBare && usual.endsWith('/v1') ? `${url}/v1` : url;
}

/** The control tokens of the layout are those of the Qwen models: to another model they are noise. */
function infillOf({ infill = 'auto', model }: EndpointSetting, preset: Preset): Preset['infill'] {
  if (infill !== 'auto') return infill;
  return preset.infill === 'prompt' && !/qwen/i.test(model) ? 'none' : preset.infill;
}
