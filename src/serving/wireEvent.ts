/** One event of a stream. `event`: its name, where the protocol names them. */
export interface WireEvent {
  readonly event?: string;
  readonly data: object | '[DONE]';
}

/** As server-sent events have it: html.spec.whatwg.org, section 9.2. */
export function eventText({ event, data }: WireEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
