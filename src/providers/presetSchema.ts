import * as z from 'zod';
import { presetIds } from '../base/endpointSchema.ts';

/** The optional parameters of sampling, by the names that servers give them. */
export const samplingParameters = ['temperature', 'top_p', 'top_k', 'presence_penalty', 'seed'] as const;

/** What is known of a kind of server: facts about the outside world, each row with its source and date. */
export const presetSchema = z.strictObject({
  id: z.enum(presetIds),
  /** For people. */
  label: z.string().min(1),
  protocol: z.enum(['openai', 'anthropic']),
  /** A whole address, or one with parts in capitals between `<` and `>` that the user fills in. */
  url: z.string(),
  /** `required`: nothing works without. `optional`: servers of one's own often have none. */
  key: z.enum(['required', 'optional']),
  /** Where a person makes a key. */
  keyPage: z.url().optional(),
  /**
   * How it fills a hole. `infill`: llama-server's own way. `prompt`: a raw prompt with the control tokens of the Qwen
   * models, for those. `suffix`: the field of that name. `none`: it cannot.
   */
  infill: z.enum(['infill', 'prompt', 'suffix', 'none']),
  /** Optional parameters that it takes; the rest is left out and said so. */
  parameters: z.array(z.enum(samplingParameters)),
  maxTokens: z.enum(['max_tokens', 'max_completion_tokens']),
  /**
   * How thinking is turned on and off. `template`: `chat_template_kwargs.enable_thinking`. `flag`: `enable_thinking`.
   * `reasoning`: OpenRouter's object. `effort`: `reasoning_effort`. `messages`: Anthropic's. `none`: not known.
   */
  thinking: z.enum(['template', 'flag', 'reasoning', 'effort', 'messages', 'none']),
  /** The field that limits thinking to a number of tokens, where there is one. */
  thinkingBudget: z.enum(['thinking_budget_tokens', 'thinking_budget']).optional(),
  /** Earlier thinking goes back in `reasoning_content`, which the model's template expects within a turn. */
  replaysThinking: z.boolean(),
  /** How the tokens of a prompt are counted. */
  counting: z.enum(['llama-server', 'vllm', 'estimate']),
  /** Does `/models` list all that can be asked for? Then a model that is not there is not served. */
  listsModels: z.boolean(),
  /** When neither the user nor the server says how large the context is. */
  contextTokens: z.int(),
  source: z.string().min(1),
  checkedOn: z.iso.date(),
});

export type Preset = z.infer<typeof presetSchema>;
