/**
 * GPT-2's byte-level BPE writes each byte as one printable character: itself when it is printable Latin-1, else the
 * next code point from U+0100 on. Vocabularies and merges in GGUF files are spelled in this alphabet.
 */
const characterOfByte: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(isPrintable ? byte : next++);
  });
})();

export function spellInBpeAlphabet(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), byteCharacter).join('');
}

export function byteCharacter(byte: number): string {
  const character = characterOfByte[byte];
  if (character === undefined) throw new RangeError(`${byte} is not a byte`);
  return character;
}
