import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { refuse } from './refusal.ts';

/** Longer than the JSON of any prompt that fits a context of a million tokens. */
const longestBodyBytes = 32 << 20;

/** The whole body as text. Refuses one that is too long as soon as that is known. */
export async function readBody(request: IncomingMessage, limit = longestBodyBytes): Promise<string> {
  const tooLarge = () => refuse('too-large', `The body of the request is larger than ${limit} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The answer to one that is too long still goes out over its connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    // Without an encoding a request gives bytes.
    const part = chunk as Buffer;
    bytes += part.byteLength;
    if (bytes > limit) throw tooLarge();
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only a JSON object can be a request. */
export function parseBody(text: string): Readonly<Record<string, unknown>> {
  const { data } = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (data === undefined) throw refuse('invalid-request', 'The body of the request must be a JSON object.');
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('invalid-request', 'The body of the request is not valid JSON.');
  }
}
