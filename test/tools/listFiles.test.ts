import { describe, expect, it } from 'vitest';
import { listFiles } from '../../src/tools/listFiles.ts';
import { createSeenFiles } from '../../src/tools/seenFiles.ts';
import type { ToolOutcome } from '../../src/tools/tool.ts';
import { createMemoryFiles } from './memoryFiles.ts';

async function list(paths: readonly string[], input: { directory?: string; glob?: string } = {}): Promise<ToolOutcome> {
  const files = createMemoryFiles(Object.fromEntries(paths.map((path) => [path, ''])));
  return listFiles.run(input, { files, seen: createSeenFiles() }, new AbortController().signal);
}

describe('list_files', () => {
  it('lists everything, one path a line', async () => {
    expect(await list(['b.ts', 'src/a.ts'])).toEqual({ kind: 'ok', text: 'b.ts\nsrc/a.ts', summary: '2 files' });
  });

  it('lists a folder, and what matches', async () => {
    expect((await list(['b.ts', 'src/a.ts'], { directory: 'src' })).text).toBe('src/a.ts');
    expect((await list(['b.ts', 'c.md'], { glob: '*.md' })).text).toBe('c.md');
  });

  it('says that there is nothing', async () => {
    expect(await list([])).toMatchObject({ kind: 'ok', text: 'There are no files in the workspace.' });
    expect((await list(['a.ts'], { directory: 'src', glob: '*.md' })).text).toBe(
      'There are no files in src matching *.md.',
    );
  });

  it('shows folders when there are too many paths, and says so', async () => {
    const { text, summary } = await list(Array.from({ length: 300 }, (_, index) => `src/${index % 3}/${index}.ts`));
    expect(text).toMatch(/^src\/0\/ \(100 files\)\nsrc\/1\/ \(100 files\)\nsrc\/2\/ \(100 files\)\n\[Too many to show/);
    expect(summary).toBe('300 files');
  });
});
