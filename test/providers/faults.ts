import type { ServerResponse } from 'node:http';
import { eventText } from '../../src/serving/wireEvent.ts';
import { messageEvents } from './anthropicWire.ts';
import type { Fault } from './answer.ts';
import { chatChunks } from './openAiWire.ts';

/** Writes an answer that goes wrong. */
export async function fail(
  { response, path }: { readonly response: ServerResponse; readonly path: string },
  { fault, text = 'It begins' }: Fault,
): Promise<void> {
  const isAnthropic = path.endsWith('/messages');
  if (fault === 'web-page') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Log in to the hotel</title>');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const good = { kind: 'answer', text } as const;
  const lines = isAnthropic
    ? messageEvents(good, 'm').flatMap((event) => (event === undefined ? [] : [eventText(event)]))
    : chatChunks(good, { model: 'm', thinkingIn: 'reasoning_content', includesUsage: false }).flatMap((chunk) =>
        chunk === undefined ? [] : [eventText({ data: chunk })],
      );
  // All of the text, and nothing of the end.
  const end = isAnthropic ? 3 : 1;
  for (const line of lines.slice(0, -end)) response.write(line);
  switch (fault) {
    case 'cut':
      await cut(response);
      return;
    case 'stall':
      return;
    case 'early-end':
      response.end();
      return;
    case 'malformed-json':
      response.end('event: content_block_delta\ndata: {"choices": [{"delta": \n\n');
      return;
    case 'huge-line':
      response.write('data: {"x": "');
      writeForEver(response);
      return;
    case 'other-shape':
      response.end(
        isAnthropic
          ? 'event: message_delta\ndata: {"type": "message_delta", "delta": 7}\n\n'
          : 'data: {"choices": "none"}\n\n',
      );
      return;
    case 'error-event':
      response.end(
        isAnthropic
          ? 'event: error\ndata: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}\n\n'
          : 'data: {"error": {"message": "Overloaded", "code": 529}}\n\n',
      );
  }
}

/** A line without an end, as fast as the other end takes it. */
function writeForEver(response: ServerResponse): void {
  const chunk = 'x'.repeat(1 << 20);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

/**
 * Lets the first `events` of what will be written through, and breaks then: nothing more comes, not even the end, or the
 * connection is gone.
 */
export function breakAfter(response: ServerResponse, fault: 'cut' | 'stall', events: number): void {
  const write = response.write.bind(response);
  let written = 0;
  const swallow = (): true => true;
  const breakNow = (): void => {
    response.write = swallow;
    response.end = () => response;
    if (fault === 'cut') void cut(response);
  };
  if (events === 0) {
    breakNow();
    return;
  }
  response.write = (chunk: string) => {
    write(chunk);
    written += 1;
    if (written >= events) breakNow();
    return true;
  };
}

/** What was written should be there before the connection breaks. */
async function cut(response: ServerResponse): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  response.socket?.end();
  response.socket?.destroySoon();
}
