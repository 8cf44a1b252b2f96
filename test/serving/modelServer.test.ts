/** What the server does beside the protocols: who may ask, how much, how many at once. */
import { request as rawRequest } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { startModelServer } from '../../src/serving/startModelServer.ts';
import { deferred } from '../deferred.ts';
import { createScriptedEngine } from '../engine/scriptedEngine.ts';
import { description, key, modelId, serveScript } from './modelServerFixture.ts';

const chat = (more: object = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ model: modelId, messages: [{ role: 'user', content: 'Hello' }], ...more }),
});
const hello = { replies: [{ repeats: true, steps: [{ text: 'Hello.' }] }] };

/** `fetch` sets the host itself. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    rawRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the caller', () => {
  it.each(['/v1/chat/completions', '/v1/models', '/v1/messages', '/anything'])('needs the key at %s', async (path) => {
    const { server, engine } = await serveScript(hello);
    for (const headers of [{}, { authorization: `Bearer ${key}x` }, { 'x-api-key': 'wrong' }, { authorization: key }]) {
      const response = await fetch(`${server.url}${path}`, { ...chat(), method: 'POST', headers });
      expect(response.status).toBe(401);
      const said = await response.text();
      expect(said).not.toContain(key);
      expect(said).not.toContain('wrong');
    }
    expect(engine.requests).toEqual([]);
  });

  it('needs no key to see that the server is there', async () => {
    const { server } = await serveScript(hello);
    const response = await fetch(`${server.url}/health`);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('may call this machine what it likes, and nothing else this machine', async () => {
    const { server } = await serveScript(hello);
    const authorization = `Bearer ${key}`;
    const url = `${server.url}/v1/models`;
    for (const host of ['127.0.0.1', 'localhost:9999', '[::1]:80', `127.0.0.1:${server.port}`]) {
      expect([host, await statusOf(url, { host, authorization })]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1.evil.example',
      '10.0.0.1',
      '127.0.0.1@b',
    ]) {
      expect([host, await statusOf(url, { host, authorization })]).toEqual([host, 403]);
    }
    expect(await statusOf(`${server.url}/health`, { host: 'evil.example' })).toBe(403);
  });

  it('is no page of another origin', async () => {
    const { request } = await serveScript(hello);
    for (const origin of ['https://evil.example', 'null', 'vscode-webview://x', 'http://127.0.0.1.evil.example']) {
      const response = await request('/v1/models', { headers: { origin } });
      expect([origin, response.status]).toEqual([origin, 403]);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    const preflight = await request('/v1/models', { method: 'OPTIONS', headers: { origin: 'http://localhost:3000' } });
    expect(preflight.status).toBe(405);
    expect(preflight.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('cannot come from another machine', async () => {
    const { server } = await serveScript(hello);
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal }) => !internal),
    );
    for (const { address } of others.filter(({ family }) => family === 'IPv4')) {
      const refused = new Promise((resolve, reject) => {
        connect(server.port, address)
          .on('error', resolve)
          .on('connect', () => reject(new Error(`${address} is open`)));
      });
      await expect(refused).resolves.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});

describe('a request', () => {
  it.each([
    ['no JSON', '/v1/chat/completions', { method: 'POST', body: '{"model":' }, 400, 'invalid_value'],
    ['a list', '/v1/chat/completions', { method: 'POST', body: '[]' }, 400, 'invalid_value'],
    ['a GET', '/v1/chat/completions', {}, 405, 'method_not_allowed'],
    ['an unknown address', '/v1/embeddings', chat(), 404, 'not_found'],
    ['a word of Object', '/constructor', chat(), 404, 'not_found'],
  ])('that is %s is refused', async (_, path, options: RequestInit, status, code) => {
    const { request } = await serveScript(hello);
    const response = await request(path, options);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('of Anthropic needs its version, and is refused in its words', async () => {
    const { request } = await serveScript(hello);
    const response = await request('/v1/messages', chat({ max_tokens: 5 }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'anthropic-version: header is required' },
    });
  });

  it('that is too large is refused before it is read', async () => {
    const { server } = await serveScript(hello);
    const headers = { authorization: `Bearer ${key}`, 'content-length': String(33 << 20) };
    const status = new Promise((resolve) => {
      const request = rawRequest(`${server.url}/v1/chat/completions`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', () => {});
      request.write('{');
    });
    expect(await status).toBe(413);
  });

  it('that turns out too large hears of it too', async () => {
    const { server } = await serveScript(hello);
    const headers = { authorization: `Bearer ${key}` };
    const status = new Promise((resolve) => {
      const request = rawRequest(`${server.url}/v1/chat/completions`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', () => {});
      // No length is told: it comes in chunks.
      const chunk = Buffer.alloc(1 << 20, 0x20);
      for (let sent = 0; sent < 33; sent++) request.write(chunk);
    });
    expect(await status).toBe(413);
  });

  it('waits for its turn, and is told when to come back when too many wait', async () => {
    const gate = deferred();
    const { request, engine, server } = await serveScript({
      replies: [{ repeats: true, steps: [{ hook: () => gate.promise }, { text: 'Hello.' }] }],
    });
    const asked = Array.from({ length: 17 }, () => request('/v1/chat/completions', chat({ max_tokens: 5 })));
    await expect.poll(() => server.counts.running).toBe(17);
    await expect.poll(() => engine.requests.length).toBe(1);
    const late = await request('/v1/chat/completions', chat({ max_tokens: 5 }));
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('1');
    gate.resolve();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array.from({ length: 17 }, () => 200));
    expect(server.counts).toEqual({ served: 17, refused: 1, running: 0 });
  });

  it('shows signs of life while the model reads a long prompt', async () => {
    const gate = deferred();
    const reading = deferred();
    const { request, clock } = await serveScript({
      replies: [
        {
          steps: [
            { prefill: { doneTokens: 512, totalTokens: 4000, reusedTokens: 0 } },
            { hook: () => (reading.resolve(), gate.promise) },
            { text: 'Hello.' },
          ],
        },
      ],
    });
    const asked = request('/v1/chat/completions', chat({ stream: true, max_tokens: 5 }));
    await reading.promise;
    clock.advance(10_000);
    const response = await asked;
    clock.advance(10_000);
    gate.resolve();
    const lines = (await response.text()).split('\n\n');
    expect(lines.slice(0, 2)).toEqual([': reading 512 of 4000 tokens', ': reading 512 of 4000 tokens']);
    expect(lines.at(-2)).toBe('data: [DONE]');
  });
});

it('tells a program to come back while a model is being loaded, and lets one wait that asks for any', async () => {
  const gate = deferred();
  const server = await startModelServer({
    model: {
      engine: createScriptedEngine({ replies: [{ steps: [{ hook: () => gate.promise }, { text: 'Hello.' }] }] }),
      describe: () => undefined,
      names: () => ['parity'],
    },
    key: () => key,
    port: 0,
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(() => server.close());
  const ask = (model: string): Promise<Response> =>
    fetch(`${server.url}/v1/chat/completions`, {
      ...chat({ model, max_tokens: 5 }),
      headers: { authorization: `Bearer ${key}` },
    });
  const waiting = ask('parity');
  const refused = await ask(modelId);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  gate.resolve();
  expect((await waiting).status).toBe(200);
});

describe('the port', () => {
  it('is the next one when the one that was wanted is taken', async () => {
    const blocker = createServer();
    const taken = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const bound = blocker.address();
        resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
      });
    });
    const server = await startModelServer({
      model: { engine: createScriptedEngine({}), describe: () => description, names: () => [modelId] },
      key: () => key,
      port: taken,
      clock: systemClock,
      log: silentLog,
    });
    onTestFinished(async () => {
      await server.close();
      blocker.close();
    });
    expect(server.port).not.toBe(taken);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('is free again at once after the end, which cuts what is being answered', async () => {
    const { request, server } = await serveScript({ replies: [{ steps: [{ text: 'It' }, { hang: true }] }] });
    const response = await request('/v1/chat/completions', chat({ stream: true, max_tokens: 5 }));
    await server.close();
    await expect(response.text()).rejects.toThrow();
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });
});
