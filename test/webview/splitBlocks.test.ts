import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendToSplit, nothingSplit, type SplitText } from '../../src/webview/markdown/splitBlocks.ts';

function split(...pieces: string[]): SplitText {
  return pieces.reduce(appendToSplit, nothingSplit);
}

const fragments = fc.constantFrom(
  'text',
  ' ',
  '\n',
  '\n\n',
  '#',
  '# Title\n',
  '- ',
  '1. ',
  '    ',
  '```',
  '```ts\n',
  '~~~\n',
  '> ',
  '---\n',
  '===\n',
  '| a |\n|---|\n',
  '[x]: https://example.com\n',
  '\r\n',
  '\t',
  '*',
  '<b>',
);
const pieces = fc.array(fragments, { maxLength: 40 });

describe('appendToSplit', () => {
  it('closes a block when a complete line begins the next', () => {
    expect(split('one\n\ntwo\n')).toEqual({ closed: ['one\n\n'], open: 'two\n' });
  });

  it('keeps a block open while the line that may end it is being written', () => {
    expect(split('one\n', '#')).toEqual({ closed: [], open: 'one\n#' });
    expect(split('one\n', '#', 'define\n')).toEqual({ closed: [], open: 'one\n#define\n' });
    expect(split('one\n', '#', ' two\n')).toEqual({ closed: ['one\n'], open: '# two\n' });
  });

  it('keeps an unclosed fence in one open block, blank lines and all', () => {
    expect(split('```ts\na\n\n# b\n\n', 'c\n')).toEqual({ closed: [], open: '```ts\na\n\n# b\n\nc\n' });
  });

  it('goes on after the fence is closed', () => {
    expect(split('```\na\n```\n', 'after\n')).toEqual({ closed: ['```\na\n```\n'], open: 'after\n' });
  });

  it('keeps a loose list whole', () => {
    expect(split('- a\n\n- b\n\n', '- c\n').closed).toEqual([]);
  });

  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const { closed, open } = split(...parts);
        expect([...closed, open].join('')).toBe(parts.join(''));
      }),
    );
  });

  it('never changes a closed block', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        let before = nothingSplit;
        for (const part of parts) {
          const after = appendToSplit(before, part);
          expect(after.closed.slice(0, before.closed.length)).toEqual(before.closed);
          before = after;
        }
      }),
    );
  });

  it('splits alike however the answer arrives', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const lines = [...parts, '\n'];
        const atOnce = split(lines.join(''));
        const inPieces = split(...lines);
        const byCharacter = split(...lines.join(''));
        expect(inPieces).toEqual(atOnce);
        expect(byCharacter).toEqual(atOnce);
      }),
    );
  });
});
