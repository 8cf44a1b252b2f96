import * as z from 'zod';

/** What kind of server an endpoint is: decides the protocol and what the server understands beyond it. */
export const presetIds = [
  'vllm',
  'sglang',
  'llama-server',
  'ollama',
  'lm-studio',
  'runpod',
  'vast',
  'openai',
  'anthropic',
  'model-studio',
  'openrouter',
  'custom',
] as const;

export type PresetId = (typeof presetIds)[number];

/** What a role can name beside an endpoint, so no endpoint may have it for an id. */
const reservedIds: ReadonlySet<string> = new Set(['local', 'chat']);

/** A header's value stays on its line, and its name says nothing of a key: keys live in the secret storage. */
const headerName = z
  .string()
  .regex(/^(?!.*(?:auth|key|token|secret|cookie|credential|password))[a-z][a-z0-9-]{0,60}$/i);
const headerValue = z.string().regex(/^[\x20-\x7e]{1,500}$/);

/**
 * A server that Parity may send code to, as the settings hold it. Its key is not here and cannot be: it is in the
 * editor's secret storage, by this id.
 */
export const endpointSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens')
    .refine((id) => !reservedIds.has(id), 'must not be local or chat')
    .describe('A short name for this endpoint, such as team-vllm. Lower-case letters, digits and hyphens.'),
  preset: z.enum(presetIds).describe('What kind of server it is.'),
  url: z
    .string()
    .max(500)
    .refine((url) => urlProblem(url) === undefined, { error: ({ input }) => urlProblem(String(input)) ?? '' })
    .describe('Address of the API, such as http://127.0.0.1:8000/v1.'),
  model: z
    .string()
    .regex(/^[^\p{C}\s]{1,200}$/u, 'must be the name of a model, without spaces')
    .describe('The model to ask for, as the server names it.'),
  name: z.string().min(1).max(60).optional().describe('What to show instead of the id.'),
  contextTokens: z
    .int()
    .min(1024)
    .max(10_000_000)
    .optional()
    .describe('Size of the context, where the server does not tell it.'),
  infill: z
    .enum(['auto', 'none', 'prompt', 'suffix'])
    .optional()
    .describe(
      'How the model completes code. auto: what is known of the server. prompt: with the control tokens of the Qwen models. suffix: with the suffix field. none: not at all.',
    ),
  headers: z
    .record(headerName, headerValue)
    .optional()
    .describe('More headers to send. Keys do not belong here: use Parity: Set API Key.'),
});

export type EndpointSetting = z.infer<typeof endpointSchema>;

/** Why `text` cannot be the address of a server, in one clause; undefined when it can. */
export function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an address such as http://127.0.0.1:8000/v1';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not contain ? or #';
  return undefined;
}
