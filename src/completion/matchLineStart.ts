import { leadingWhitespace } from './indentation.ts';

/** On a blank line the text starts right here; after a space it does not start with another. */
export function matchLineStart(text: string, before: string): string {
  if (before.trim() === '') {
    const started = text.replace(/^(?:[ \t]*\n)+/, '');
    if (started === text) return text;
    if (started.startsWith(before)) return started.slice(before.length);
    // Less indented than the cursor: there is no way to show that from here.
    return leadingWhitespace(started).length < before.length ? '' : started;
  }
  return /[ \t]$/.test(before) ? text.replace(/^[ \t]+/, '') : text;
}
