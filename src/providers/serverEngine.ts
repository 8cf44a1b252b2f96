/**
 * A model on a server, as an engine. It knows no editor: what reaches the network, the key and the clock come in.
 */
import { AppError, isAbort, isAppError, throwIfAborted } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import { raceAbort } from '../base/raceAbort.ts';
import type {
  InfillRequest,
  InfillResult,
  ModelDescription,
  ReplyPart,
  ReplyRequest,
  ReplyResult,
} from '../engine/engine.ts';
import type { EngineState, StatefulEngine } from '../engine/statefulEngine.ts';
import { type ModelPorts, askModel } from './askModel.ts';
import { type RequestBody, chatBody } from './chatBody.ts';
import { ChatStream } from './chatStream.ts';
import { connectServer } from './connectServer.ts';
import { countOnServer } from './countTokens.ts';
import type { Endpoint } from './endpoint.ts';
import { type NetworkPorts, guardFetch } from './guardedFetch.ts';
import { infillCall } from './infillBody.ts';
import { InfillStream } from './infillStream.ts';
import { type SignedThinking, messagesBody } from './messagesBody.ts';
import { MessagesStream } from './messagesStream.ts';
import { RefusedParameters } from './refusedParameters.ts';
import { ReplyDraft } from './replyDraft.ts';
import { TokenEstimate } from './tokenEstimate.ts';

export interface ServerEnginePorts extends NetworkPorts {
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly log: Log;
  /** Of an answer by the SDK, for a server that asks to wait or fails: 2 by default. */
  readonly replyRetries?: number;
}

export interface ServerEngine extends StatefulEngine {
  readonly endpoint: Endpoint;
  /** Asks the server what it serves, now. Never rejects: what went wrong is the state. */
  connect(): Promise<void>;
}

/** A server that cannot be reached is tried again: after 5 s, 10 s, 20 s, and so on to 5 minutes. */
const firstRetryMs = 5000;
const longestRetryMs = 300_000;
/** Of how many calls the signed thinking is kept. */
const keptThinking = 256;

/** Nothing is sent before the first `connect`. Aborting a request ends it here and on the server. */
export function createServerEngine(ports: ServerEnginePorts): ServerEngine {
  const { endpoint, clock, log, replyRetries = 2 } = ports;
  const { name } = endpoint;
  const states = new Emitter<EngineState>((error) => log.error('engine state listener failed', error));
  const closed = new AbortController();
  const estimate = new TokenEstimate();
  const model: ModelPorts = { ...ports, refused: new RefusedParameters() };
  const server = { endpoint, fetch: guardFetch(endpoint, ports) };
  const thinking = new Map<string, readonly SignedThinking[]>();
  let state: EngineState = { kind: 'stopped', model: undefined };
  let connecting: Promise<void> | undefined;
  let retryTimer: Disposable | undefined;
  let retryMs = firstRetryMs;
  let canCount = endpoint.preset.counting !== 'estimate';
  let callCount = 0;

  const setState = (next: EngineState): void => {
    if (closed.signal.aborted) return;
    state = next;
    states.fire(next);
  };

  const connectOnce = async (): Promise<void> => {
    retryTimer?.dispose();
    setState({ kind: 'loading', name, progress: { stage: 'checking', fraction: 0 } });
    try {
      const connected = await connectServer(server, closed.signal);
      const description = await withProbedInfill(connected);
      retryMs = firstRetryMs;
      setState({ kind: 'ready', model: description });
    } catch (error) {
      if (isAbort(error)) return;
      log.warn(`endpoint ${endpoint.id}: ${error instanceof AppError ? error.message : 'could not connect'}`);
      setState({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
      if (!isPassing(error)) return;
      retryTimer = clock.after(retryMs, () => void connect());
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  };

  /** A server can have the way and its model not the tokens for it. Nothing of the user's is sent. */
  const withProbedInfill = async (description: ModelDescription): Promise<ModelDescription> => {
    if (description.capabilities.infill === 'none') return description;
    try {
      await infill(infillProbe, () => {}, closed.signal);
      return description;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { ...description, capabilities: { ...description.capabilities, infill: 'none' } };
    }
  };

  const connect = (): Promise<void> => {
    connecting ??= connectOnce().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };

  /** Connects first, if that has not been done or did not work. */
  const ready = async (signal: AbortSignal): Promise<ModelDescription> => {
    throwIfAborted(signal);
    if (closed.signal.aborted) throw new AppError('engine-closed', {});
    if (state.kind !== 'ready') await raceAbort(connect(), signal);
    const now: EngineState = state;
    if (closed.signal.aborted) throw new AppError('engine-closed', {});
    if (now.kind === 'failed') throw now.error;
    if (now.kind !== 'ready') throw new AppError('no-model', {});
    return now.model;
  };

  /** Ends with the engine as well as with its own signal. */
  const whileOpen = async <T>(signal: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await run(AbortSignal.any([signal, closed.signal]));
    } catch (error) {
      if (isAbort(error) && closed.signal.aborted && !signal.aborted) throw new AppError('engine-closed', {});
      throw error;
    }
  };

  const reply = async (
    request: ReplyRequest,
    onPart: (part: ReplyPart) => void,
    signal: AbortSignal,
  ): Promise<ReplyResult> => {
    const newCallId = (): string => `call-${++callCount}`;
    let sent: Pick<RequestBody, 'leftOut' | 'sampling'> = { leftOut: [], sampling: {} };
    const stream = openStream();
    await askModel(
      {
        path: stream.path,
        body() {
          const made = stream.body();
          sent = made;
          return made;
        },
        reservedTokens: request.maxTokens,
        maxRetries: replyRetries,
        onPart,
        onEvent: (event) => stream.reader.add(event),
      },
      model,
      signal,
    );
    const result = stream.reader.finish(estimate.tokens(request));
    if (result.usage.promptTokens > 0) estimate.learn(request, result.usage.promptTokens);
    const [firstCall] = result.message.calls;
    if (stream.reader instanceof MessagesStream && firstCall !== undefined) {
      remember(firstCall.id, stream.reader.signedThinking);
    }
    return {
      ...result,
      ...(sent.leftOut.length === 0 ? {} : { leftOut: sent.leftOut }),
      ...(Object.keys(sent.sampling).length === 0 ? {} : { sampling: sent.sampling }),
    };

    function openStream() {
      const draft = new ReplyDraft({ newCallId, emit: onPart, clock });
      switch (endpoint.preset.protocol) {
        case 'openai':
          return {
            path: '/chat/completions',
            body: () => chatBody(request, endpoint, model.refused),
            reader: new ChatStream(endpoint, draft, onPart),
          };
        case 'anthropic':
          return {
            path: '/v1/messages',
            body: () => messagesBody(request, endpoint, model.refused, { thinkingBefore: (id) => thinking.get(id) }),
            reader: new MessagesStream(endpoint, draft),
          };
      }
    }
  };

  const remember = (callId: string, signed: readonly SignedThinking[]): void => {
    thinking.set(callId, signed);
    const [oldest] = thinking.keys();
    if (thinking.size > keptThinking && oldest !== undefined) thinking.delete(oldest);
  };

  const infill = async (
    request: InfillRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<InfillResult> => {
    const first = infillCall(request, endpoint, model.refused);
    if (first === undefined) throw new AppError('infill-unsupported', { model: endpoint.model });
    const startedMs = clock.now();
    const stream = new InfillStream(endpoint, request.stop, onText);
    let firstTokenMs: number | undefined;
    await askModel(
      {
        path: first.path,
        body: () => infillCall(request, endpoint, model.refused) ?? first,
        reservedTokens: request.maxTokens,
        // The next key asks again, with what is there by then.
        maxRetries: 0,
        onPart: () => {},
        onEvent(event) {
          firstTokenMs ??= clock.now() - startedMs;
          return stream.add(event);
        },
      },
      model,
      signal,
    );
    const totalMs = clock.now() - startedMs;
    const { counts } = stream;
    const promptTokens = counts.promptTokens ?? estimate.tokensOfText(request.prefix + request.suffix);
    const reusedTokens = Math.min(counts.reusedTokens ?? 0, promptTokens);
    return {
      ...stream.finish(),
      usage: {
        promptTokens,
        reusedTokens,
        evaluatedTokens: promptTokens - reusedTokens,
        generatedTokens: counts.generatedTokens,
        firstTokenMs: firstTokenMs ?? totalMs,
        totalMs,
      },
    };
  };

  return {
    endpoint,
    get state() {
      return state;
    },
    onState: states.event,
    connect,
    reply: (request, onPart, signal) =>
      whileOpen(signal, async (either) => {
        await ready(either);
        return reply(request, onPart, either);
      }),
    infill: (request, onText, signal) =>
      whileOpen(signal, async (either) => {
        await ready(either);
        return infill(request, onText, either);
      }),
    count: (prompt, signal) =>
      whileOpen(signal, async (either) => {
        await ready(either);
        const counted = canCount ? await countOnServer(prompt, server, either) : undefined;
        if (counted === undefined) canCount = false;
        return counted ?? estimate.tokens(prompt);
      }),
    async dispose() {
      retryTimer?.dispose();
      closed.abort();
    },
  };
}

const infillProbe: InfillRequest = {
  repository: 'probe',
  contextFiles: [],
  path: 'add.py',
  prefix: 'def add(a, b):\n    return ',
  suffix: '\n',
  stop: { kind: 'line' },
  maxTokens: 4,
};

function isRefusal(error: unknown): boolean {
  if (isAppError(error, 'provider-refused') || isAppError(error, 'infill-unsupported')) return true;
  // llama-server, for a model without the control tokens.
  return isAppError(error, 'provider-failed') && error.data.status === 501;
}

/** Will it go over by itself? A wrong key or model will not. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  switch (error.code) {
    case 'provider-network':
    case 'provider-failed':
    case 'provider-rate-limited':
      return true;
    default:
      return false;
  }
}
