import * as z from 'zod';
import { optionalFlag, optionalText, requiredText } from './argumentSchemas.ts';
import { fileFailure } from './fileFailure.ts';
import type { Tool } from './tool.ts';

const maxMatches = 60;
const maxLineCharacters = 240;

interface SearchTextInput {
  readonly query: string;
  readonly is_regex?: boolean | undefined;
  readonly directory?: string | undefined;
  readonly glob?: string | undefined;
}

export const searchText: Tool<SearchTextInput> = {
  name: 'search_text',
  description: 'Find lines in the files of the workspace. A query without capital letters matches any case.',
  input: z.strictObject({
    query: requiredText('Text to find').refine((query) => query !== '', 'is empty'),
    is_regex: optionalFlag('Whether query is a regular expression'),
    directory: optionalText('Only below this folder'),
    glob: optionalText('Only in matching paths, for example **/*.ts'),
  }),
  effect: 'read',
  target: ({ query }) => query,
  async run({ query, is_regex: isRegex = false, directory = '.', glob }, { files }, signal) {
    const found = await files.search({ query, isRegex, directory, glob, maxMatches }, signal);
    if (found.kind === 'problem') return fileFailure(found);
    const { matches, hasMore } = found;
    if (matches.length === 0) return { kind: 'ok', text: 'No line matches.', summary: 'no matches' };

    const rows = matches.map(({ path, line, text }) => `${path}:${line}: ${shorten(text)}`);
    const notes = hasMore
      ? ['[There are more matches. Narrow the search with directory, glob or a longer query.]']
      : [];
    const summary = `${matches.length}${hasMore ? '+' : ''} ${matches.length === 1 ? 'match' : 'matches'}`;
    return { kind: 'ok', text: [...rows, ...notes].join('\n'), summary };
  },
};

function shorten(text: string): string {
  const line = text.trim();
  return line.length > maxLineCharacters ? `${line.slice(0, maxLineCharacters)}…` : line;
}
