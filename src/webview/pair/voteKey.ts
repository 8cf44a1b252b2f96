import type { VoteChoice } from '../../chat/chatState.ts';

const choices: Readonly<Record<string, VoteChoice>> = { 1: 'left', 2: 'right', 3: 'tie', 4: 'both-bad' };

/** What a key votes; a key with a modifier is VS Code's. */
export function voteKey(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}): VoteChoice | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  return Object.hasOwn(choices, event.key) ? choices[event.key] : undefined;
}
