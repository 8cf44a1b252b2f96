import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/base/log.ts';
import { toErrorRecord } from '../../src/base/appError.ts';
import { scrub } from '../../src/providers/scrub.ts';
import type { Answer } from './answer.ts';
import { ask, hole, never, protocols, replyOf, serveEngine } from './serverFixture.ts';

const key = 'sk-secret+key/1234567890';

function recordingLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (message: string, error?: unknown): void => void lines.push(message, deepText(error));
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

/** All that can be read of a value, causes and hidden properties included. */
function deepText(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null || seen.has(value)) return String(value);
  seen.add(value);
  const entries = Object.getOwnPropertyNames(value).map((name) =>
    deepText((value as Record<string, unknown>)[name], seen),
  );
  return entries.join(' ');
}

/** Each says the key back, as servers do. */
const indiscreet: readonly Answer[] = [
  { kind: 'refusal', status: 401, message: `Incorrect API key provided: ${key}` },
  { kind: 'refusal', status: 418, message: `your key ${key} / ${encodeURIComponent(key)} is odd` },
  { kind: 'refusal', status: 500, message: key, headers: { 'retry-after': '99' } },
  { kind: 'refusal', status: 400, body: `plain text with ${key}` },
  { kind: 'refusal', status: 429, message: key, headers: { 'retry-after': '99', 'x-echo': key } },
];

describe.each(protocols)('a key for the protocol of $name', ({ endpoint }) => {
  it('reaches the server as the protocol wants it', async () => {
    const { engine, server } = await serveEngine({ endpoint, server: { key }, ports: { key: async () => key } });
    server.say({ kind: 'answer', text: 'Welcome.' });
    expect((await replyOf(engine, ask())).message.text).toBe('Welcome.');
  });

  it.each(indiscreet)('is in no error and no log, whatever a server says ($status)', async (answer) => {
    const { log, lines } = recordingLog();
    const { engine, server } = await serveEngine({ endpoint, ports: { key: async () => key, log } });
    server.say(answer);
    const error: unknown = await replyOf(engine, ask()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const readable = `${deepText(error)} ${JSON.stringify(toErrorRecord(error))} ${lines.join(' ')}`;
    expect(readable).not.toContain(key);
    expect(readable).not.toContain(encodeURIComponent(key));
    expect(deepText(error)).toMatch(/provider-/);
  });

  it('is in no state and no log when the server does not accept it', async () => {
    const { log, lines } = recordingLog();
    const { engine } = await serveEngine({ endpoint, server: { key: 'other' }, ports: { key: async () => key, log } });
    await engine.connect();
    expect(engine.state).toMatchObject({ kind: 'failed', error: { code: 'provider-auth' } });
    expect(`${deepText(engine.state)} ${lines.join(' ')}`).not.toContain(key);
  });

  it('does not follow a server to another host', async () => {
    const { engine, server } = await serveEngine({ endpoint, ports: { key: async () => key } });
    const { server: other } = await serveEngine({ endpoint });
    server.say({ kind: 'refusal', status: 307, headers: { location: `${other.url}/v1/chat/completions` } });
    await expect(replyOf(engine, ask())).rejects.toMatchObject({ code: 'provider-refused' });
    expect(other.requests).toEqual([]);
  });
});

describe('what a server learns of this machine', () => {
  it.each(protocols)('is no more than the protocol of $name needs', async ({ endpoint }) => {
    process.env['OPENAI_CUSTOM_HEADERS'] = 'x-company: secret';
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-company: secret';
    process.env['OPENAI_API_KEY'] = 'from-the-environment';
    process.env['OPENAI_ORG_ID'] = 'org';
    process.env['ANTHROPIC_API_KEY'] = 'from-the-environment';
    try {
      const { engine, server } = await serveEngine({ endpoint: { ...endpoint, headers: { 'x-title': 'Parity' } } });
      server.say({ kind: 'answer', text: 'Yes.' });
      await replyOf(engine, ask());
      const names = Object.keys(server.requests.at(-1)?.headers ?? {});
      const ofHttp = ['accept-encoding', 'accept-language', 'connection', 'content-length', 'host', 'sec-fetch-mode'];
      const expected = ['accept', 'content-type', 'user-agent', 'x-title'];
      const ofProtocol = endpoint.preset === 'anthropic' ? ['anthropic-version'] : [];
      expect(names.filter((name) => !ofHttp.includes(name)).toSorted()).toEqual(
        [...expected, ...ofProtocol].toSorted(),
      );
      expect(server.requests.at(-1)?.headers['user-agent']).toBe('Parity');
    } finally {
      for (const name of ['OPENAI_CUSTOM_HEADERS', 'ANTHROPIC_CUSTOM_HEADERS', 'OPENAI_API_KEY', 'OPENAI_ORG_ID'])
        delete process.env[name];
      delete process.env['ANTHROPIC_API_KEY'];
    }
  });

  it('holds nothing that a name could bring into a header or an address', async () => {
    const model = 'a/b?c=d#e%0d%0ax-injected:1';
    const { engine, server } = await serveEngine({
      endpoint: { preset: 'llama-server', model },
      server: { kind: 'llama-server' },
    });
    server.say({ kind: 'answer', text: 'a', repeats: true });
    await engine.infill(hole(), () => {}, never);
    await replyOf(engine, ask());
    const paths = new Set(server.requests.map(({ path }) => path));
    expect(paths).toEqual(new Set(['/v1/models', '/props', '/infill', '/v1/chat/completions']));
    expect(server.requests.every(({ headers }) => headers['x-injected'] === undefined)).toBe(true);
  });
});

describe('scrub', () => {
  it('leaves a text alone when there is no key, or one that would be found in any word', () => {
    expect(scrub('a text', undefined)).toBe('a text');
    expect(scrub('a text', 'e')).toBe('a text');
  });
});
