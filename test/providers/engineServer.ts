import { systemClock } from '../../src/base/clock.ts';
import type { Engine, ModelDescription } from '../../src/engine/engine.ts';
import { createRequestQueue } from '../../src/serving/requestQueue.ts';
import { testPlace } from '../engine/testPlace.ts';
import type { Answer } from './answer.ts';
import { type ProtocolServer, type ProtocolServerOptions, startProtocolServer } from './protocolServer.ts';

export interface EngineServerOptions extends Pick<ProtocolServerOptions, 'key' | 'refuses'> {
  readonly engine: Engine;
  /** The name it is asked for by. */
  readonly model: string;
  readonly contextTokens?: number;
  /**
   * Stand before the engine, in this order: each is given once, unless it repeats, to the first request that it fits. The
   * rest is the engine's. A refusal: 401, 402, 429 with `retry-after`, 500, 529, or any other. A fault without a `text` of
   * its own breaks the engine's answer after its first events.
   */
  readonly faults?: readonly Answer[];
}

/** A server of both protocols with an engine behind it: the wire is that of Parity's own server, the counts the engine's. */
export async function startEngineServer(options: EngineServerOptions): Promise<ProtocolServer> {
  const { engine, model, contextTokens = 8192, faults = [], ...guards } = options;
  const description: ModelDescription = {
    name: model,
    identity: model,
    parameterCount: undefined,
    capabilities: { infill: 'block', chat: true, tools: true, thinking: true },
    contextTokens,
    infillContextTokens: contextTokens,
    place: testPlace(model),
  };
  // A program's requests run side by side, as on a real API.
  const queue = () => createRequestQueue({ running: 64, waiting: 64 }, systemClock);
  const server = await startProtocolServer({
    ...guards,
    models: [{ id: model, max_model_len: contextTokens, max_input_tokens: contextTokens }],
    engine: {
      model: { engine, describe: () => description, names: () => [model] },
      queues: { reply: queue(), infill: queue() },
      clock: systemClock,
      now: () => 1_795_000_000,
    },
  });
  server.say(...faults);
  return server;
}
