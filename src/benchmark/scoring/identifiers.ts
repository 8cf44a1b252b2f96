/** The names that a stretch of code uses, as often as it uses them. */
import type { SyntaxTree, TextRange } from '../syntax.ts';
import { keywordsOf } from './keywords.ts';

/** `identifier`, `property_identifier`, `type_identifier`; Ruby and PHP call theirs `constant` and `name`. */
const identifierType = /identifier|^constant$|^name$/;

/** By a tree of the whole file, `text`: identifiers of any kind that lie in `start` to `end`, also in part. */
export function identifiersWithin(tree: SyntaxTree, text: string, { start, end }: TextRange): readonly string[] {
  return tree.leaves({ type: identifierType, start, end }).map((leaf) => text.slice(leaf.start, leaf.end));
}

/** Without a grammar: words outside of strings and line comments that are no keywords of the language. */
export function identifiersInText(language: string, text: string): readonly string[] {
  const keywords = keywordsOf(language);
  const code = text.replaceAll(stringOrComment, ' ');
  return (code.match(word) ?? []).filter((name) => !keywords.has(name));
}

/** A string ends on its line, so that an apostrophe in prose hides no more than that. No part can match in two ways. */
const stringOrComment = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|(?<![^\s])#\s[^\n]*/g;
const word = /(?<![\p{ID_Continue}$])[\p{ID_Start}_$][\p{ID_Continue}$]*/gu;

/** F1 of two multisets: 2 * shared / (|a| + |b|). Two empty ones are equal. */
export function overlapF1(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1;
  const left = new Map<string, number>();
  for (const name of a) left.set(name, (left.get(name) ?? 0) + 1);
  let shared = 0;
  for (const name of b) {
    const count = left.get(name) ?? 0;
    if (count === 0) continue;
    left.set(name, count - 1);
    shared += 1;
  }
  return (2 * shared) / (a.length + b.length);
}
