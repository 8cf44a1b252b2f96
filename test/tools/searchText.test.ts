import { describe, expect, it } from 'vitest';
import { searchText } from '../../src/tools/searchText.ts';
import { createSeenFiles } from '../../src/tools/seenFiles.ts';
import type { ToolOutcome } from '../../src/tools/tool.ts';
import { createMemoryFiles } from './memoryFiles.ts';

async function search(
  texts: Record<string, string>,
  input: Parameters<typeof searchText.run>[0],
): Promise<ToolOutcome> {
  const context = { files: createMemoryFiles(texts), seen: createSeenFiles() };
  return searchText.run(input, context, new AbortController().signal);
}

describe('search_text', () => {
  it('gives path, line and text of each match', async () => {
    expect(await search({ 'a.ts': 'x\n  foo(1)\n', 'b.ts': 'foo' }, { query: 'foo' })).toEqual({
      kind: 'ok',
      text: 'a.ts:2: foo(1)\nb.ts:1: foo',
      summary: '2 matches',
    });
  });

  it('takes a regular expression only when told so', async () => {
    expect((await search({ 'a.ts': 'foo' }, { query: 'f.o' })).text).toBe('No line matches.');
    expect((await search({ 'a.ts': 'foo' }, { query: 'f.o', is_regex: true })).text).toBe('a.ts:1: foo');
  });

  it('cuts long lines and long lists, and says so', async () => {
    expect((await search({ 'a.ts': `foo${'x'.repeat(1_000)}` }, { query: 'foo' })).text.length).toBeLessThan(260);
    const { text, summary } = await search({ 'a.ts': 'foo\n'.repeat(100) }, { query: 'foo' });
    expect(text.split('\n')).toHaveLength(61);
    expect(text).toMatch(/There are more matches/);
    expect(summary).toBe('60+ matches');
  });
});
