/** What a server says when it refuses, read from the shapes that the protocols and their many servers have. */
import * as z from 'zod';

export interface Complaint {
  /** For people, one line or more; empty when there is none. */
  readonly message: string;
  /** `code` and `type` together, lower case: what can be compared. */
  readonly kinds: readonly string[];
  /** The parameter that is at fault. */
  readonly parameter: string | undefined;
  /** Of llama-server: how long the prompt is and how much there is room for. */
  readonly promptTokens: number | undefined;
  readonly contextTokens: number | undefined;
}

const loose = z.union([z.string(), z.number()]).nullish();
const details = z.object({
  message: z.string().nullish(),
  code: loose,
  type: loose,
  param: z.string().nullish(),
  n_prompt_tokens: z.number().nullish(),
  n_ctx: z.number().nullish(),
});
/** OpenAI and Anthropic: `{error: {...}}`; vLLM of old and FastAPI: the details bare or under `detail`; some: a text. */
const bodySchema = z.union([
  z.object({ error: details }),
  z.object({ error: z.string() }).transform(({ error }) => ({ error: { message: error } })),
  z.object({ detail: z.string() }).transform(({ detail }) => ({ error: { message: detail } })),
  details.refine(({ message }) => typeof message === 'string').transform((error) => ({ error })),
]);

/** `body`: a parsed answer, or its text. */
export function readComplaint(body: unknown): Complaint {
  const parsed = bodySchema.safeParse(typeof body === 'string' ? parseJson(body) : body);
  if (!parsed.success) {
    return {
      message: typeof body === 'string' && !body.trimStart().startsWith('<') ? body : '',
      kinds: [],
      parameter: undefined,
      promptTokens: undefined,
      contextTokens: undefined,
    };
  }
  const error: z.infer<typeof details> = parsed.data.error;
  const kinds = [error.code, error.type].filter((kind) => kind !== null && kind !== undefined);
  return {
    message: error.message ?? '',
    kinds: kinds.map((kind) => String(kind).toLowerCase()),
    parameter: error.param ?? undefined,
    promptTokens: error.n_prompt_tokens ?? undefined,
    contextTokens: error.n_ctx ?? undefined,
  };
}

/** An empty account: waiting does not help. */
const quotaKinds: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'billing_error',
  'billing_hard_limit_reached',
  'arrearage',
  'allocationquota.freetieronly',
]);

export function isQuotaProblem(body: unknown): boolean {
  return readComplaint(body).kinds.some((kind) => quotaKinds.has(kind));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
