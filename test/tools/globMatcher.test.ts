import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/tools/globMatcher.ts';

describe('globMatcher', () => {
  it.each([
    ['*.ts', 'a.ts', true],
    ['*.ts', 'src/deep/a.ts', true],
    ['*.ts', 'a.tsx', false],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'src/deep/a.ts', true],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/*.ts', 'lib/src/a.ts', false],
    ['src/**', 'src/deep/a.ts', true],
    ['src/', 'src/deep/a.ts', true],
    ['./src/**/a.ts', 'src/a.ts', true],
    ['src/**/x/*.ts', 'src/x/y/x/a.ts', true],
    ['a?.ts', 'ab.ts', true],
    ['a?.ts', 'a.ts', false],
    ['?', '😀', true],
    ['[a-c].ts', 'b.ts', true],
    ['[!a-c].ts', 'b.ts', false],
    ['[', '[', true],
    ['*.{ts,tsx}', 'a.tsx', true],
    ['{src,test}/**/*.{ts,{js,jsx}}', 'test/a.jsx', true],
    ['{src', '{src', true],
    ['.*', '.env', true],
    ['a.b', 'axb', false],
    ['(a|b)+', 'a', false],
    ['SRC/*', 'src/a', false],
    ['', 'a', false],
  ])('%j on %j: %s', (glob, path, expected) => {
    expect(globMatcher(glob)(path)).toBe(expected);
  });

  it('stays fast on a glob made to hang a regular expression', () => {
    const isMatch = globMatcher(`${'*a'.repeat(200)}b`);
    expect(isMatch('a'.repeat(2_000))).toBe(false);
    expect(globMatcher('**/'.repeat(200) + 'b')('a/'.repeat(500))).toBe(false);
    expect(globMatcher('{a,b}'.repeat(40))('a'.repeat(40))).toBe(false);
  });
});
