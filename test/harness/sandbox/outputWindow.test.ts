import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputWindow } from '../../../src/harness/sandbox/outputWindow.ts';

const windowOf = (maxBytes: number, pieces: readonly string[]): OutputWindow => {
  const window = new OutputWindow(maxBytes);
  for (const piece of pieces) window.add(Buffer.from(piece));
  return window;
};

it('keeps all that fits, and says how much it left out between the head and the tail', () => {
  expect(windowOf(6, ['abc', 'def']).text()).toBe('abcdef');
  expect(windowOf(6, ['abc', 'de', 'fgh']).text()).toBe('abc\n[... 2 bytes left out ...]\nfgh');
  expect(windowOf(5, ['abcdefgh']).text()).toBe('abc\n[... 3 bytes left out ...]\ngh');
  expect(windowOf(0, ['abc']).text()).toBe('\n[... 3 bytes left out ...]\n');
});

it('gives the same however the bytes were cut into pieces', () => {
  const ascii = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
  const property = fc.property(fc.nat(40), fc.array(ascii, { maxLength: 12 }), (maxBytes, pieces) => {
    const window = windowOf(maxBytes, pieces);
    const whole = pieces.join('');
    expect(window.totalBytes).toBe(whole.length);
    expect(window.text()).toBe(windowOf(maxBytes, [whole]).text());
    if (whole.length <= maxBytes) expect(window.text()).toBe(whole);
  });
  fc.assert(property);
});

it('holds little of a long stream of single bytes', () => {
  const window = new OutputWindow(10);
  const end = Buffer.from('z');
  for (let index = 0; index < 200_000; index += 1) window.add(Buffer.from('x'));
  window.add(end);
  expect(window.text()).toBe('xxxxx\n[... 199991 bytes left out ...]\nxxxxz');
});
