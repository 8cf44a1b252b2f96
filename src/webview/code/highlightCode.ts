import hljs from 'highlight.js/lib/core';
import { languages } from './languages.ts';

for (const [name, definition] of Object.entries(languages)) hljs.registerLanguage(name, definition);

/** A piece of a line with its highlight.js scope classes, or none. */
export interface Piece {
  readonly scope: string;
  readonly text: string;
}

/** Longer code is shown plain: coloring it would stop the view for too long. In UTF-16 units. */
const longestHighlighted = 100_000;

/**
 * The code's lines in highlight.js markup, each balanced by itself: a scope that spans lines is closed at the end of one
 * and opened again on the next. Strings, so that a line that stays the same is seen to be the same.
 */
export function highlightLines(code: string, language: string): string[] {
  if (code.length > longestHighlighted || hljs.getLanguage(language) === undefined) return plainLines(code);
  return balancedLines(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}

export function plainLines(code: string): string[] {
  return code.split('\n').map(escapeText);
}

function balancedLines(markup: string): string[] {
  let open: readonly string[] = [];
  return markup.split('\n').map((line) => {
    const before = open.join('');
    for (const [tag] of line.matchAll(/<span [^>]*>|<\/span>/g)) {
      open = tag === '</span>' ? open.slice(0, -1) : [...open, tag];
    }
    return before + line + '</span>'.repeat(open.length);
  });
}

/** The pieces of one line from {@link highlightLines}. Only ever text: what is no known markup is shown as it stands. */
export function markupPieces(line: string): Piece[] {
  const scopes: string[] = [];
  const pieces: Piece[] = [];
  for (const [part, scope] of line.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+|</g)) {
    if (scope !== undefined) scopes.push(scope);
    else if (part === '</span>') scopes.pop();
    else pieces.push({ scope: scopes.at(-1) ?? '', text: unescapeText(part) });
  }
  return pieces;
}

/** highlight.js escapes exactly these five. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};
const unescapes = new Map(Object.entries(escapes).map(([character, escaped]) => [escaped, character]));

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

function unescapeText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (escaped) => unescapes.get(escaped) ?? escaped);
}
