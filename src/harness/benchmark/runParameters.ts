import type { RunRecord } from '../../benchmark/result.ts';

/**
 * What bounds one answer. The editor's own settings are for chats; a comparison needs the same bounds everywhere, with
 * room for the longest function that is asked for.
 */
export function runParameters(thinking: boolean): RunRecord['parameters'] {
  return { replyTokens: 4096, agentReplies: 20, agentTokens: 200_000, agentMs: 600_000, thinking };
}
