/** Shorter than this nothing is taken for a key: it would be found in ordinary words. */
const shortestKey = 4;

/** `text` without `key`, also where it stands encoded for a URL or for JSON. */
export function scrub(text: string, key: string | undefined): string {
  if (key === undefined || key.length < shortestKey) return text;
  const spellings = new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]);
  return [...spellings].reduce((clean, spelling) => clean.replaceAll(spelling, '[key]'), text);
}

/** One line of what a server says about a failure, for people. */
export function shorten(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 240 ? `${line.slice(0, 240)}…` : line;
}
