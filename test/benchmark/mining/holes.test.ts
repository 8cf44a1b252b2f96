import { describe, expect, it } from 'vitest';
import { findHoles } from '../../../src/benchmark/mining/holes.ts';
import { withTree } from './withTree.ts';

const prose = (language: string, text: string): readonly string[] =>
  withTree(language, text, (tree) =>
    findHoles(text, tree)
      .filter(({ kind, isProse }) => kind === 'line' && isProse === true)
      .map(({ start, end }) => text.slice(start, end)),
  );

describe('lines within comments and strings', () => {
  it('are known in a block comment without a sign of one, and the code below is not among them', () => {
    const text = '/*\nCopyright someone\nreturn 1;\n*/\nconst a = 1;\n';
    expect(prose('javascript', text)).toEqual(['Copyright someone', 'return 1;']);
  });

  it('are known in a string of several lines, but for the line that begins it', () => {
    expect(prose('python', 'def f():\n    """Says\n    what it does.\n    """\n    return 1\n')).toEqual([
      'what it does.',
    ]);
    expect(prose('typescript', 'const a = `x\nreturn 1;\n${b}\n`;\n')).toEqual(['return 1;', '${b}']);
  });

  it('are none where a comment stands on the line of code', () => {
    expect(prose('typescript', 'const a = 1; // one\nconst b = 2;\n')).toEqual([]);
  });
});
