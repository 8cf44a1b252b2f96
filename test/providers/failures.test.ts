import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { AppError } from '../../src/base/appError.ts';
import type { Fault, Refusal } from './answer.ts';
import { ask, never, protocols, replyOf, serveEngine } from './serverFixture.ts';

const refusal = (status: number, more: Partial<Refusal> = {}): Refusal => ({
  kind: 'refusal',
  status,
  message: 'no',
  headers: { 'x-should-retry': 'true' },
  repeats: true,
  ...more,
});

/** Said by any server of either protocol. */
const refusals: readonly (readonly [name: string, Refusal, expected: Record<string, unknown>])[] = [
  ['401', refusal(401), { code: 'provider-auth', data: { endpoint: 'test', id: 'test', status: 401 } }],
  ['403', refusal(403), { code: 'provider-auth', data: { endpoint: 'test', id: 'test', status: 403 } }],
  ['402', refusal(402), { code: 'provider-quota', data: { endpoint: 'test' } }],
  ['429 of an empty account', refusal(429, { code: 'insufficient_quota' }), { code: 'provider-quota' }],
  [
    '429 that asks for an hour',
    refusal(429, { headers: { 'retry-after': '3600' } }),
    { code: 'provider-rate-limited', data: { endpoint: 'test', retryAfterSeconds: 3600 } },
  ],
  [
    '400 of a prompt that is too long, with numbers',
    refusal(400, { message: 'prompt is too long: 210000 tokens > 200000 maximum' }),
    { code: 'context-overflow', data: { promptTokens: 210000, reservedTokens: 4096, contextTokens: 200000 } },
  ],
  [
    '400 of a prompt that is too long, in the words of vLLM',
    refusal(400, {
      message:
        "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8500 in the messages, 500 in the completion).",
    }),
    { code: 'context-overflow', data: { promptTokens: 8500, reservedTokens: 4096, contextTokens: 8192 } },
  ],
  [
    '400 of llama-server',
    refusal(400, {
      body: {
        error: { code: 400, message: 'too long', type: 'exceed_context_size_error', n_prompt_tokens: 70, n_ctx: 64 },
      },
    }),
    { code: 'context-overflow', data: { promptTokens: 70, reservedTokens: 4096, contextTokens: 64 } },
  ],
  [
    '400 of a prompt that is too long, without numbers',
    refusal(400, { code: 'context_length_exceeded' }),
    { code: 'provider-context-overflow' },
  ],
  ['400 of a content filter', refusal(400, { code: 'content_filter' }), { code: 'provider-content-filter' }],
  ['400 of Alibaba’s filter', refusal(400, { code: 'data_inspection_failed' }), { code: 'provider-content-filter' }],
  ['404 of a model', refusal(404, { code: 'model_not_found' }), { code: 'model-not-served' }],
  [
    'any other 4xx',
    refusal(418, { message: 'I am a\u0007 teapot.\nWith a second line.' }),
    { code: 'provider-refused', data: { endpoint: 'test', status: 418, detail: 'I am a teapot. With a second line.' } },
  ],
  [
    'an answer that leads elsewhere',
    refusal(302, { headers: { location: 'https://elsewhere.example/v1?token=1' } }),
    { code: 'provider-refused', data: { status: 302, detail: 'it redirects to https://elsewhere.example' } },
  ],
];

const faults: readonly (readonly [Fault['fault'], expected: Record<string, unknown>])[] = [
  ['cut', { code: 'provider-network', data: { problem: 'cut' } }],
  ['early-end', { code: 'provider-network', data: { problem: 'cut' } }],
  ['malformed-json', { code: 'provider-answer-invalid' }],
  ['other-shape', { code: 'provider-answer-invalid' }],
  ['web-page', { code: 'provider-answer-invalid' }],
  ['huge-line', { code: 'provider-answer-invalid' }],
  ['error-event', { code: 'provider-failed', data: { status: 529, detail: 'Overloaded' } }],
];

describe.each(protocols)('over the protocol of $name', ({ endpoint }) => {
  it.each(refusals)('%s has its own error', async (_, answer, expected) => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say(answer);
    await expect(replyOf(engine, ask())).rejects.toMatchObject(expected);
  });

  it.each(faults)('a stream with %s has its own error', async (fault, expected) => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'fault', fault, text: 'It begins' });
    await expect(replyOf(engine, ask())).rejects.toMatchObject(expected);
  });

  it('a server that fails is asked three times in all', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say(refusal(500, { message: 'worker died' }));
    await expect(replyOf(engine, ask())).rejects.toMatchObject({
      code: 'provider-failed',
      data: { status: 500, detail: 'worker died' },
    });
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  }, 20_000);

  it('an answer that was filtered on the way is an error', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say({ kind: 'answer', text: 'Well', finish: 'filtered' });
    await expect(replyOf(engine, ask())).rejects.toMatchObject({ code: 'provider-content-filter' });
  });

  it('keeps nothing of what the SDK threw, which may hold headers', async () => {
    const { engine, server } = await serveEngine({ endpoint });
    server.say(refusal(418));
    const error: unknown = await replyOf(engine, ask()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).cause).toBeUndefined();
  });
});

describe('a server that cannot be reached', () => {
  it('because nobody listens', async () => {
    const { engine, server } = await serveEngine();
    await server.close();
    await engine.connect();
    const error = { code: 'provider-network', data: { problem: 'refused' } };
    expect(engine.state).toMatchObject({ kind: 'failed', error });
    await expect(engine.reply(ask(), () => {}, never)).rejects.toMatchObject(error);
  });

  it.each([
    ['ENOTFOUND', 'unknown-host'],
    ['ETIMEDOUT', 'timeout'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['EHOSTUNREACH', 'unreachable'],
  ])('because of %s', async (code, problem) => {
    const { engine } = await serveEngine({ ports: { fetch: () => Promise.reject(failedFetch(code)) } });
    await engine.connect();
    expect(engine.state).toMatchObject({ error: { code: 'provider-network', data: { problem } } });
  });

  it('because it hangs up without a word', async () => {
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      rude.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void rude.close());
    const address = rude.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const fetch: typeof globalThis.fetch = (_, init) => httpFetch(`http://127.0.0.1:${port}/`, init);
    const { engine } = await serveEngine({ ports: { fetch } });
    await engine.connect();
    expect(engine.state).toMatchObject({ error: { code: 'provider-network', data: { problem: 'cut' } } });
  });

  it('because the user wants no connection, and then none is tried', async () => {
    let tries = 0;
    const { engine } = await serveEngine({
      endpoint: { url: 'https://api.example/v1' },
      ports: {
        isOffline: () => true,
        fetch: () => {
          tries += 1;
          return Promise.reject(new Error('tried'));
        },
      },
    });
    await engine.connect();
    expect(engine.state).toMatchObject({ error: { code: 'network-offline', data: { host: 'api.example' } } });
    expect(tries).toBe(0);
  });
});

/** As undici fails. */
function failedFetch(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}
