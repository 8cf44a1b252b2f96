import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { type WireEvent, eventText } from './wireEvent.ts';

/** A stream of events that begins with the first of them: until then the answer can still be a refusal. */
export interface EventStream extends Disposable {
  readonly hasBegun: boolean;
  write(events: readonly WireEvent[]): void;
  /** What the next sign of life says, when there is nothing else to send for a while. */
  note(text: string): void;
  end(): void;
}

/** Many programs and proxies give up a connection that is silent for half a minute. */
const signOfLifeMs = 10_000;

export function openEventStream(response: ServerResponse, clock: Clock): EventStream {
  let comment = 'waiting for the model';
  let timer: Disposable | undefined;

  const begin = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  };
  const wait = (): void => {
    timer?.dispose();
    timer = clock.after(signOfLifeMs, () => {
      begin();
      // A comment: every reader of event streams passes over it.
      response.write(`: ${comment}\n\n`);
      wait();
    });
  };
  wait();
  return {
    get hasBegun() {
      return response.headersSent;
    },
    write(events) {
      if (events.length === 0) return;
      begin();
      for (const event of events) response.write(eventText(event));
      wait();
    },
    note(text) {
      comment = text;
    },
    end() {
      timer?.dispose();
      begin();
      response.end();
    },
    dispose: () => timer?.dispose(),
  };
}
