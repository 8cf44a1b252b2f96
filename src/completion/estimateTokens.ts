/**
 * About how many tokens a text has, erring on the high side: one per `charactersPerToken` ASCII characters, and as many
 * as its UTF-8 bytes for anything else, which is the most a byte-level vocabulary can need.
 */
export function estimateTokens(text: string, charactersPerToken: number): number {
  let ascii = 0;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) ascii++;
    // A pair of surrogates is four bytes: two for each half.
    else bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return ascii / charactersPerToken + bytes;
}
