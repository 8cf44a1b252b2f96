import type { PresetId } from '../base/endpointSchema.ts';
import type { Preset } from './presetSchema.ts';

const everything = ['temperature', 'top_p', 'top_k', 'presence_penalty', 'seed'] as const;
const withoutTopK = ['temperature', 'top_p', 'presence_penalty', 'seed'] as const;
const llamaSources = 'tools/server/README.md and its sources, in the llama.cpp release of node-llama-cpp 3.22.1';

/** A server that speaks OpenAI's protocol and of which no more is known. */
const unknownServer = {
  protocol: 'openai',
  key: 'optional',
  infill: 'none',
  parameters: [...withoutTopK],
  maxTokens: 'max_tokens',
  thinking: 'none',
  replaysThinking: false,
  counting: 'estimate',
  listsModels: false,
  contextTokens: 32_768,
} as const satisfies Partial<Preset>;

/** vLLM, wherever it runs. */
const vllm = {
  ...unknownServer,
  infill: 'prompt',
  parameters: [...everything],
  thinking: 'template',
  replaysThinking: true,
} as const satisfies Partial<Preset>;

/** In the order in which they are offered. */
export const presets: readonly Preset[] = [
  {
    ...vllm,
    id: 'vllm',
    label: 'vLLM',
    url: 'http://127.0.0.1:8000/v1',
    counting: 'vllm',
    listsModels: true,
    source: 'docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    checkedOn: '2026-11-24',
  },
  {
    ...vllm,
    id: 'sglang',
    label: 'SGLang',
    url: 'http://127.0.0.1:30000/v1',
    listsModels: true,
    source:
      'docs.sglang.io/docs/basic_usage/openai_api_completions and qwen.readthedocs.io/en/stable/deployment/sglang',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'llama-server',
    label: 'llama-server (llama.cpp)',
    url: 'http://127.0.0.1:8080/v1',
    infill: 'infill',
    parameters: [...everything],
    thinking: 'template',
    thinkingBudget: 'thinking_budget_tokens',
    replaysThinking: true,
    counting: 'llama-server',
    source: llamaSources,
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'ollama',
    label: 'Ollama',
    url: 'http://127.0.0.1:11434/v1',
    infill: 'suffix',
    thinking: 'effort',
    listsModels: true,
    // What does not fit its context Ollama cuts without a word, and its default is small.
    contextTokens: 4096,
    source: 'docs.ollama.com/api/openai-compatibility',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'lm-studio',
    label: 'LM Studio',
    url: 'http://127.0.0.1:1234/v1',
    infill: 'prompt',
    parameters: [...everything],
    listsModels: true,
    contextTokens: 4096,
    source: 'lmstudio.ai/docs/api/openai-api',
    checkedOn: '2026-11-24',
  },
  {
    ...vllm,
    id: 'runpod',
    label: 'Runpod Serverless (vLLM)',
    url: 'https://api.runpod.ai/v2/<ENDPOINT_ID>/openai/v1',
    key: 'required',
    source: 'docs.runpod.io/serverless/vllm/openai-compatibility',
    checkedOn: '2026-11-24',
  },
  {
    ...vllm,
    id: 'vast',
    label: 'Vast.ai Serverless (vLLM)',
    url: 'https://openai.vast.ai/<ENDPOINT_NAME>',
    key: 'required',
    keyPage: 'https://cloud.vast.ai/account/',
    source: 'docs.vast.ai/guides/serverless/openai-compatible-api',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'openai',
    label: 'OpenAI',
    url: 'https://api.openai.com/v1',
    key: 'required',
    keyPage: 'https://platform.openai.com/api-keys',
    maxTokens: 'max_completion_tokens',
    thinking: 'effort',
    listsModels: true,
    contextTokens: 272_000,
    source: 'README.md of the npm package openai 6.49.0; developers.openai.com/api/docs/models',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'anthropic',
    label: 'Anthropic',
    protocol: 'anthropic',
    url: 'https://api.anthropic.com',
    key: 'required',
    parameters: ['temperature', 'top_p', 'top_k'],
    thinking: 'messages',
    listsModels: true,
    contextTokens: 200_000,
    source: 'types of the npm package @anthropic-ai/sdk 1.13.0; platform.claude.com/docs/en/api/messages',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'model-studio',
    label: 'Alibaba Model Studio',
    url: 'https://<WORKSPACE_ID>.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1',
    key: 'required',
    keyPage: 'https://www.alibabacloud.com/help/en/model-studio/get-api-key',
    parameters: [...everything],
    thinking: 'flag',
    thinkingBudget: 'thinking_budget',
    contextTokens: 131_072,
    source: 'alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'openrouter',
    label: 'OpenRouter',
    url: 'https://openrouter.ai/api/v1',
    key: 'required',
    keyPage: 'https://openrouter.ai/settings/keys',
    parameters: [...everything],
    thinking: 'reasoning',
    listsModels: true,
    source: 'openrouter.ai/docs/use-cases/reasoning-tokens',
    checkedOn: '2026-11-24',
  },
  {
    ...unknownServer,
    id: 'custom',
    label: 'Another server with OpenAI’s protocol',
    url: 'http://<HOST>/v1',
    source: 'none: nothing is taken for granted',
    checkedOn: '2026-11-24',
  },
];

const byId = new Map(presets.map((preset) => [preset.id, preset]));

export function presetOf(id: PresetId): Preset {
  const preset = byId.get(id);
  if (preset === undefined) throw new Error(`no preset is called ${id}`);
  return preset;
}
