import { expect, it } from 'vitest';
import { StartLine } from '../../../src/harness/sandbox/startLine.ts';

/** What is left of a text that comes in pieces of `size` bytes. */
function stripped(text: string, size: number): { readonly text: string; readonly isFound: boolean } {
  const line = new StartLine();
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(line.strip(bytes.subarray(at, at + size)));
  return { text: Buffer.concat(pieces).toString(), isFound: line.isFound };
}

it.each([1, 3, 7, 8, 100])('takes the line off the front, in pieces of %i bytes', (size) => {
  expect(stripped('started\nstarted\nrest', size)).toEqual({ text: 'started\nrest', isFound: true });
});

it.each([1, 3, 100])('leaves all else as it is, in pieces of %i bytes', (size) => {
  for (const text of ['stack\n', '\nstarted\n', 'started: not found\n']) {
    expect(stripped(text, size)).toEqual({ text, isFound: false });
  }
});
