import type { AppErrorData } from '../base/appError.ts';

/** Code has longer tokens than this in nearly every vocabulary. */
export const initialCharactersPerToken = 3;
const minCharactersPerToken = 0.5;

/**
 * What to assume once a prompt turned out too long: a length that would have fitted, with a little to spare. Undefined:
 * the length of tokens cannot be the reason, and a shorter prompt would not help.
 */
export function shortenAfterOverflow(
  charactersPerToken: number,
  { promptTokens, reservedTokens, contextTokens }: AppErrorData['context-overflow'],
): number | undefined {
  const share = (contextTokens - reservedTokens) / Math.max(1, promptTokens);
  if (share >= 1 || charactersPerToken < minCharactersPerToken) return undefined;
  return charactersPerToken * Math.max(0.25, share * 0.9);
}
