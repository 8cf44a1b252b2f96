import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** Real code to fill prompts with: this project's own sources, always in the same order, cut at a line end. */
export function codeOfLength(characters: number): string {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  let text = '';
  for (const file of files) {
    text += readFileSync(join(sources, file), 'utf8');
    if (text.length >= characters) break;
  }
  return text.slice(0, text.lastIndexOf('\n', characters) + 1);
}
