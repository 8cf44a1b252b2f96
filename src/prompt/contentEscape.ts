/**
 * Keeps content apart from template while a chat template runs over both. Before rendering, `<` and `>` in content
 * are replaced by private-use characters, so that whatever control token stands in the output was put there by the
 * template; afterwards they are put back. What content had of those private-use characters is escaped itself.
 */
const opening = '\uF8E0';
const closing = '\uF8E1';
const escape = '\uF8E2';

const replacements: Readonly<Record<string, string>> = {
  '<': opening,
  '>': closing,
  [opening]: `${escape}0`,
  [closing]: `${escape}1`,
  [escape]: `${escape}2`,
};
const originals: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(replacements).map(([original, replaced]) => [replaced, original]),
);

export function escapeContent(text: string): string {
  return text.replace(/[<>\uF8E0\uF8E1\uF8E2]/g, (character) => replacements[character] ?? character);
}

export function unescapeContent(text: string): string {
  return text.replace(/\uF8E2[012]|[\uF8E0\uF8E1]/g, (found) => originals[found] ?? found);
}

/** {@link escapeContent} on every string inside a JSON-like value, keys included. */
export function escapeDeep(value: unknown): unknown {
  if (typeof value === 'string') return escapeContent(value);
  if (Array.isArray(value)) return value.map(escapeDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [escapeContent(key), escapeDeep(inner)]));
}
