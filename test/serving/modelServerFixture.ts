import { onTestFinished } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { Engine, ModelDescription } from '../../src/engine/engine.ts';
import { type ModelServer, startModelServer } from '../../src/serving/startModelServer.ts';
import { type EngineScript, type ScriptedEngine, createScriptedEngine } from '../engine/scriptedEngine.ts';
import { testPlace } from '../engine/testPlace.ts';
import { type ManualClock, createManualClock } from '../manualClock.ts';

export const key = 'parity-test-key';
export const modelId = 'scripted';
export const contextTokens = 4096;

export interface Serving<E extends Engine = Engine> {
  readonly server: ModelServer;
  readonly engine: E;
  readonly clock: ManualClock;
  /** With the key, as a program that uses no SDK. */
  request(path: string, options?: RequestInit): Promise<Response>;
}

export const description: ModelDescription = {
  name: modelId,
  identity: modelId,
  parameterCount: undefined,
  capabilities: { infill: 'block', chat: true, tools: true, thinking: true },
  contextTokens,
  infillContextTokens: contextTokens,
  place: testPlace(modelId),
};

/** Parity's own server over `engine`, on a free port, gone after the test. */
export async function serveModel<E extends Engine>(engine: E): Promise<Serving<E>> {
  const clock = createManualClock();
  const server = await startModelServer({
    model: { engine, describe: () => description, names: () => [modelId, 'parity'] },
    key: () => key,
    port: 0,
    clock,
    log: silentLog,
  });
  onTestFinished(() => server.close());
  return {
    server,
    engine,
    clock,
    request(path, options = {}) {
      const headers = new Headers(options.headers);
      headers.set('authorization', `Bearer ${key}`);
      return fetch(`${server.url}${path}`, { ...options, headers });
    },
  };
}

export function serveScript(script: EngineScript): Promise<Serving<ScriptedEngine>> {
  return serveModel(createScriptedEngine(script));
}

export const weatherTool = {
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city'],
  },
};
