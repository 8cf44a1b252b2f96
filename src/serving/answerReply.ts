import { AppError, isAbort } from '../base/appError.ts';
import type { ReplyPart, ReplyRequest, ReplyResult } from '../engine/engine.ts';
import { openEventStream } from './eventStream.ts';
import { type Exchange, type ServingPorts, sendJson } from './exchange.ts';
import type { AskedReply, ReplyWire } from './replyWire.ts';
import { toRefusal } from './toRefusal.ts';

/** Has the engine answer, and writes that as `wire` does. Throws what the engine does before anything was written. */
export async function answerReply(
  { asked, wire, newCallId }: { asked: AskedReply; wire: ReplyWire; newCallId: (index: number) => string },
  { exchange, ports }: { exchange: Exchange; ports: ServingPorts },
  signal: AbortSignal,
): Promise<void> {
  const { model, queues, clock } = ports;
  const reply = async (onPart: (part: ReplyPart) => void): Promise<ReplyResult> => {
    const result = await queues.reply.run(signal, async () =>
      model.engine.reply(await withLimit(asked, ports, signal), onPart, signal),
    );
    return forProgram(result, asked, newCallId);
  };
  if (!asked.isStreamed) {
    sendJson(exchange, wire.whole(await reply(() => {})));
    return;
  }
  const stream = openEventStream(exchange.response, clock);
  let prefill: Parameters<ReplyWire['begin']>[0];
  let hasBegun = false;
  const begin = (): void => {
    if (!hasBegun) stream.write(wire.begin(prefill));
    hasBegun = true;
  };
  try {
    const result = await reply((part) => {
      switch (part.kind) {
        case 'prefill':
          prefill = { promptTokens: part.totalTokens, reusedTokens: part.reusedTokens };
          stream.note(`reading ${part.doneTokens} of ${part.totalTokens} tokens`);
          return;
        case 'thinking':
          begin();
          stream.write(wire.thinking(part.text));
          return;
        case 'text':
          begin();
          stream.write(wire.text(part.text));
          return;
        case 'call-started':
          begin();
          stream.note('writing a call');
          return;
        case 'silent':
        case 'retrying':
          return;
      }
    });
    begin();
    stream.write(wire.end(result));
    stream.end();
  } catch (error) {
    if (!stream.hasBegun || isAbort(error)) throw error;
    stream.write(wire.broken(toRefusal(error)));
    stream.end();
  } finally {
    stream.dispose();
  }
}

/** Without a limit of its own the answer may fill what the prompt leaves of the context. */
async function withLimit(
  { request, maxTokens }: AskedReply,
  { model }: ServingPorts,
  signal: AbortSignal,
): Promise<ReplyRequest> {
  if (maxTokens !== undefined) return { ...request, maxTokens };
  const promptTokens = await model.engine.count(request, signal);
  const contextTokens = model.describe()?.contextTokens;
  if (contextTokens === undefined) throw new AppError('no-model', {});
  if (promptTokens >= contextTokens) {
    throw new AppError('context-overflow', { promptTokens, reservedTokens: 1, contextTokens });
  }
  return { ...request, maxTokens: contextTokens - promptTokens };
}

/** An engine begins to count its calls anew with each process, and a program's conversation may outlive that. */
function forProgram(result: ReplyResult, { isOneCall }: AskedReply, newCallId: (index: number) => string): ReplyResult {
  const { calls } = result.message;
  const kept = (isOneCall ? calls.slice(0, 1) : calls).map((call, index) => ({ ...call, id: newCallId(index) }));
  return { ...result, message: { ...result.message, calls: kept } };
}
