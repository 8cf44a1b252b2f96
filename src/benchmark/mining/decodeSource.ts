import { decodeText } from '../../tools/decodeText.ts';
import type { ContentId, SourceHistory } from './sourceHistory.ts';

export type SourceText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unusable'; readonly reason: 'too-large' | 'missing' | 'binary' | 'not-utf8' | 'odd-line-ends' };

/** Bytes as tasks have them: UTF-8 without byte order mark, all line ends `\n`. A lone `\r` would be lost on the way. */
export function decodeSource(bytes: Uint8Array): SourceText {
  const decoded = decodeText(bytes);
  if (decoded.kind !== 'text') return { kind: 'unusable', reason: decoded.kind };
  const text = decoded.text.replaceAll('\r\n', '\n');
  return text.includes('\r') ? { kind: 'unusable', reason: 'odd-line-ends' } : { kind: 'text', text };
}

/** One that is larger is rarely written by people, and makes a task file that nobody wants to keep. */
export const maxSourceBytes = 200_000;

export async function readSource(history: SourceHistory, content: ContentId, signal: AbortSignal): Promise<SourceText> {
  const found = await history.read(content, maxSourceBytes, signal);
  return found.kind === 'bytes' ? decodeSource(found.bytes) : { kind: 'unusable', reason: found.kind };
}
