import { expect, test } from 'vitest';
import { formatBytes } from '../../src/base/formatBytes.ts';

test.each([
  [0, '0 byte'],
  [999, '999 byte'],
  [999_400, '999 kB'],
  [999_600, '1 MB'],
  [532_517_120, '533 MB'],
  [5_680_522_464, '5.68 GB'],
  [214e9, '214 GB'],
  [5e15, '5,000 TB'],
])('%d bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});

test('the number follows the language', () => {
  expect(formatBytes(5_680_522_464, 'de')).toBe('5,68\u00a0GB');
});
