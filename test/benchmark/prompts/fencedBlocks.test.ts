import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, fencedBlocks } from '../../../src/benchmark/prompts/fencedBlocks.ts';

function read(answer: string): string[] | string {
  const found = fencedBlocks(answer);
  return found.kind === 'blocks' ? found.blocks.map(({ info, text }) => `${info}|${text}`) : found.problem;
}

describe('fenced blocks of an answer', () => {
  it('are found between other text, with their info string', () => {
    expect(read('Sure!\n\n```ts src/a.ts\nlet a;\n\nlet b;\n```\nDone.')).toEqual(['ts src/a.ts|let a;\n\nlet b;\n']);
    expect(read('~~~\na\n~~~\n\n````js\nb\n````')).toEqual(['|a\n', 'js|b\n']);
  });

  it('may come with CRLF', () => {
    expect(read('```ts\r\na\r\nb\r\n```\r\n')).toEqual(['ts|a\nb\n']);
  });

  it.each([
    ['longer fences', '````md\n```js\na\n```\n````', 'md|```js\na\n```\n'],
    ['fences of the other character', '~~~md\n```\na\n```\n~~~', 'md|```\na\n```\n'],
    [
      'fences of the same length, as models write them',
      '```md\n# A\n```js\na\n```\nB\n```',
      'md|# A\n```js\na\n```\nB\n',
    ],
    ['deeper fences', '```py\n"""\n  ```\n  a\n  ```\n"""\n```', 'py|"""\n  ```\n  a\n  ```\n"""\n'],
    ['inline code at the start of a line', '```md\n```a``` is code\n```', 'md|```a``` is code\n'],
  ])('hold %s', (_, answer, block) => {
    expect(read(answer)).toEqual([block]);
  });

  it('lose the indentation of a list, and no more', () => {
    expect(read('1. So:\n    ```ts\n    if (a)\n      b;\n  c\n    ```')).toEqual(['ts|if (a)\n  b;\nc\n']);
  });

  it('end at the first bare fence where an inner one was not ended', () => {
    expect(read('```ts\na\n```ts\nb\n```\n\n```ts\nc\n```')).toEqual(['ts|a\n```ts\nb\n', 'ts|c\n']);
  });

  it.each([
    ['nothing at all', '', 'there is no fenced code block'],
    ['code without a fence', 'return a + b;', 'there is no fenced code block'],
    ['a block on one line', '```return a;```', 'there is no fenced code block'],
    ['an answer that was cut off', 'So:\n```ts\nreturn a', 'a code block has no end'],
    ['five million characters', 'a'.repeat(5_000_000), 'the answer is longer than 2000000 characters'],
  ])('are not in %s', (_, answer, problem) => {
    expect(read(answer)).toBe(problem);
  });

  it.each(['```a\n', '```a\n```a\n```\n', '```\n', '~~~~~\n', '`'.repeat(100), ' '.repeat(1000)])(
    'are read in time that grows with the length, for %j again and again',
    (part) => {
      // Two million characters of a text that is read again for each of its lines would take hours.
      expect(fencedBlocks(part.repeat(Math.floor(2_000_000 / part.length))).kind).toMatch(/blocks|unreadable/);
    },
  );

  it('hold any text that was fenced for them', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('```', '````', '~~~', '```js', '    ```', ''));
    fc.assert(
      fc.property(fc.array(line.map((one) => one.replaceAll(/[\r\n]/g, ''))), (lines) => {
        const text = lines.map((one) => `${one}\n`).join('');
        expect(read(`Here:\n${fenced(text, 'x')}\nThat is all.`)).toEqual([`x|${text}`]);
      }),
    );
  });
});
