import type { ChatMessage } from '../engine/message.ts';
import { readFile } from '../tools/readFile.ts';
import { createSeenFiles } from '../tools/seenFiles.ts';
import type { SeenFiles } from '../tools/tool.ts';

/**
 * Of the files that were read, those whose text the model still has in `messages`. A file that was read before these, or
 * under another spelling of its path, must be read again before it is changed.
 */
export function stillSeen(seen: SeenFiles, messages: readonly ChatMessage[]): SeenFiles {
  const kept = createSeenFiles();
  for (const message of messages) {
    if (message.role !== 'assistant') continue;
    for (const call of message.calls) {
      const path = call.kind === 'call' && call.name === readFile.name ? call.arguments['path'] : undefined;
      const text = typeof path === 'string' ? seen.get(path) : undefined;
      if (typeof path === 'string' && text !== undefined) kept.set(path, text);
    }
  }
  return kept;
}
