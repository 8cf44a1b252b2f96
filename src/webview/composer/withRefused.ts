/** Puts a message that was not sent back before what has been written since. */
export function withRefused(draft: string, refused: string): string {
  return draft.trim() === '' || draft === refused ? refused : `${refused}\n\n${draft}`;
}
