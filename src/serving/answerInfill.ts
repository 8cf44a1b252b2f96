import { isAbort } from '../base/appError.ts';
import type { InfillResult } from '../engine/engine.ts';
import { openEventStream } from './eventStream.ts';
import { type Exchange, type ServingPorts, sendJson } from './exchange.ts';
import { completionChunks } from './openAi/completionChunks.ts';
import type { AskedCompletion } from './openAi/completionRequest.ts';
import { openAiError } from './openAi/openAiError.ts';
import { toRefusal } from './toRefusal.ts';

export interface InfillAnswer {
  readonly asked: AskedCompletion;
  readonly model: string;
  readonly includesUsage: boolean;
}

/** Fills a hole and writes it as `/v1/completions` does. Throws what the engine does before anything was written. */
export async function answerInfill(
  { asked, model, includesUsage }: InfillAnswer,
  { exchange, ports }: { exchange: Exchange; ports: ServingPorts },
  signal: AbortSignal,
): Promise<void> {
  const { engine } = ports.model;
  const chunks = completionChunks({ id: `cmpl-${exchange.id}`, created: ports.now(), model });
  const infill = (onText: (text: string) => void): Promise<InfillResult> =>
    ports.queues.infill.run(signal, () => engine.infill(asked.request, onText, signal));
  if (!asked.isStreamed) {
    const result = await infill(() => {});
    sendJson(exchange, chunks.whole(result.text, finishOf(result), result.usage));
    return;
  }
  const stream = openEventStream(exchange.response, ports.clock);
  let sent = '';
  const send = (text: string): void => {
    // An engine may take back blank space at the end; what was sent stays sent.
    if (!text.startsWith(sent) || text === sent) return;
    stream.write([{ data: chunks.text(text.slice(sent.length)) }]);
    sent = text;
  };
  try {
    const result = await infill(send);
    send(result.text);
    stream.write([
      { data: chunks.end(finishOf(result)) },
      ...(includesUsage ? [{ data: chunks.usage(result.usage) }] : []),
      { data: '[DONE]' },
    ]);
    stream.end();
  } catch (error) {
    if (!stream.hasBegun || isAbort(error)) throw error;
    stream.write([{ data: openAiError(toRefusal(error)).body }]);
    stream.end();
  } finally {
    stream.dispose();
  }
}

function finishOf({ finish }: InfillResult): 'stop' | 'length' {
  return finish === 'length' ? 'length' : 'stop';
}
