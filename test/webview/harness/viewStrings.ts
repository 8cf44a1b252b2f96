import { readFileSync } from 'node:fs';
import type { ViewStrings } from '../../../src/chat/viewStrings.ts';

/** The view's English words, read from the source that hands them to VS Code for translation. */
export function englishStrings(): ViewStrings {
  const source = readFileSync(new URL('../../../src/editor/chatStrings.ts', import.meta.url), 'utf8');
  const entries = source.matchAll(/^ {4}(\w+): (?:l10n\.t\(\s*)?'((?:[^'\\]|\\.)*)'/gm);
  return Object.fromEntries([...entries].map(([, key, text]) => [key, text])) as ViewStrings;
}
