import { onTestFinished } from 'vitest';
import type { EndpointSetting } from '../../src/base/endpointSchema.ts';
import { silentLog } from '../../src/base/log.ts';
import type { InfillRequest, ReplyPart, ReplyRequest } from '../../src/engine/engine.ts';
import { resolveEndpoint } from '../../src/providers/endpoint.ts';
import { httpFetch } from '../../src/providers/httpFetch.ts';
import { type ServerEngine, type ServerEnginePorts, createServerEngine } from '../../src/providers/serverEngine.ts';
import { createManualClock, type ManualClock } from '../manualClock.ts';
import { type ProtocolServer, type ProtocolServerOptions, startProtocolServer } from './protocolServer.ts';

export interface ServedEngine {
  readonly server: ProtocolServer;
  readonly engine: ServerEngine;
  readonly clock: ManualClock;
}

export interface Served {
  readonly server?: ProtocolServerOptions;
  readonly endpoint?: Partial<EndpointSetting>;
  readonly ports?: Partial<ServerEnginePorts>;
}

export const modelName = 'qwen3.5-9b';

/** An engine on a protocol server of its own, both gone after the test. Not connected yet. */
export async function serveEngine({ server: serverOptions, endpoint, ports }: Served = {}): Promise<ServedEngine> {
  const server = await startProtocolServer({ models: [{ id: endpoint?.model ?? modelName }], ...serverOptions });
  const clock = createManualClock();
  const url = `${server.url}${endpoint?.preset === 'anthropic' ? '' : '/v1'}`;
  const engine = createServerEngine({
    endpoint: resolveEndpoint({ id: 'test', preset: 'custom', url, model: modelName, ...endpoint }),
    fetch: httpFetch,
    isOffline: () => false,
    key: async () => undefined,
    clock,
    log: silentLog,
    ...ports,
  });
  onTestFinished(async () => {
    await engine.dispose();
    await server.close();
  });
  return { server, engine, clock };
}

/** The same question to each protocol. */
export const protocols = [
  { name: 'OpenAI', endpoint: { preset: 'custom' } },
  { name: 'Anthropic', endpoint: { preset: 'anthropic', model: 'claude-haiku-4-5' } },
] as const satisfies readonly { readonly name: string; readonly endpoint: Partial<EndpointSetting> }[];

export const readTool = {
  name: 'read_file',
  description: 'Reads a file.',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};

export function ask(changes: Partial<ReplyRequest> = {}): ReplyRequest {
  return {
    system: 'You are terse.',
    messages: [{ role: 'user', text: 'What is in a.ts?' }],
    tools: [],
    thinking: { kind: 'off' },
    maxTokens: 4096,
    ...changes,
  };
}

export function hole(changes: Partial<InfillRequest> = {}): InfillRequest {
  return {
    repository: 'shop',
    contextFiles: [],
    path: 'src/a.ts',
    prefix: 'const sum = ',
    suffix: ';\n',
    stop: { kind: 'line' },
    maxTokens: 32,
    ...changes,
  };
}

export const never = new AbortController().signal;

/** The reply with all that streamed, texts of one kind joined. */
export async function replyOf(engine: ServerEngine, request: ReplyRequest, signal: AbortSignal = never) {
  const parts: ReplyPart[] = [];
  const result = await engine.reply(request, (part) => parts.push(part), signal);
  const textOf = (kind: 'text' | 'thinking'): string =>
    parts.map((part) => (part.kind === kind ? part.text : '')).join('');
  return { ...result, parts, streamed: { text: textOf('text'), thinking: textOf('thinking') } };
}
