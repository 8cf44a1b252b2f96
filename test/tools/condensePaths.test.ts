import { describe, expect, it } from 'vitest';
import { condensePaths } from '../../src/tools/condensePaths.ts';

const paths = ['a.ts', 'src/b.ts', 'src/x/c.ts', 'src/x/d.ts', 'src/y/e.ts', 'test/f.ts'];

describe('condensePaths', () => {
  it('shows every path when they fit', () => {
    expect(condensePaths(paths, 6)).toEqual({ rows: paths, isCondensed: false, leftOut: 0 });
  });

  it('shows folders as deep as fits', () => {
    expect(condensePaths(paths, 5).rows).toEqual([
      'a.ts',
      'src/b.ts',
      'src/x/ (2 files)',
      'src/y/ (1 file)',
      'test/f.ts',
    ]);
    expect(condensePaths(paths, 4).rows).toEqual(['a.ts', 'src/ (4 files)', 'test/ (1 file)']);
  });

  it('begins where the paths part', () => {
    const deep = ['p/q/a/1', 'p/q/a/2', 'p/q/b/3'];
    expect(condensePaths(deep, 2).rows).toEqual(['p/q/a/ (2 files)', 'p/q/b/ (1 file)']);
  });

  it('says how many rows are left out of a flat folder', () => {
    const flat = Array.from({ length: 10 }, (_, index) => `${index}.ts`);
    expect(condensePaths(flat, 4)).toEqual({ rows: flat.slice(0, 4), isCondensed: true, leftOut: 6 });
  });
});
