/** No line of an honest stream is as long, and no answer: a token has some hundred bytes on the wire. */
const longestLineBytes = 4 << 20;
const longestBodyBytes = 256 << 20;

export class OversizeError extends Error {
  constructor() {
    super('the answer is larger than any honest one');
    this.name = 'OversizeError';
  }
}

/** Hands the bytes on, and fails once a line or the whole has grown past what this process should hold. */
export function boundBody(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let total = 0;
  let line = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        total += chunk.byteLength;
        const lastBreak = chunk.lastIndexOf(0x0a);
        line = lastBreak < 0 ? line + chunk.byteLength : chunk.byteLength - lastBreak - 1;
        if (total > longestBodyBytes || line > longestLineBytes) controller.error(new OversizeError());
        else controller.enqueue(chunk);
      },
    }),
  );
}

/** At most `limit` bytes of a body, as text. The rest is not read. */
export async function readBounded(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let left = limit;
  try {
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  return text + decoder.decode();
}
