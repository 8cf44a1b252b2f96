/**
 * Names and messages of others are shown as the text they are. What means nothing in Markdown where it stands is left
 * alone, such as an underscore inside a word, so that a copied path is still a path.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[`*[\]<&|]|~(?=~)|\\(?=[!-/:-@[-`{-~])|(?<!\w)_|_(?!\w)/g, String.raw`\$&`);
}
