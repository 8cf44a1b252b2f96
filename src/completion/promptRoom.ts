/** Before it is known how fast the engine reads. */
export const initialPromptTokens = 1024;
/** Less than this tells a model too little. */
export const minPromptTokens = 768;
/** How long reading a prompt from nothing may take: at a file's first suggestion, and when the excerpt moves on. */
const patienceSeconds = 2.5;

/**
 * How many tokens a prompt may have on an engine that reads so fast. `current` stays until it is wrong by half, for each
 * change moves the excerpt's start, and everything is read again.
 */
export function adaptPromptRoom(current: number, tokensPerSecond: number | undefined): number {
  if (tokensPerSecond === undefined) return current;
  const wanted = Math.max(minPromptTokens, Math.round(tokensPerSecond * patienceSeconds));
  return wanted >= current * 1.5 || wanted <= current / 1.5 ? wanted : current;
}
