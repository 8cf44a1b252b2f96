import { expect, test } from 'vitest';
import { parseGgufHeader } from '../../src/models/parseGgufHeader.ts';

const uint32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const uint64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const string = (text: string): Buffer => Buffer.concat([uint64(Buffer.byteLength(text)), Buffer.from(text)]);
const file = (...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from('GGUF'), uint32(3), ...parts]);
const parse = (bytes: Buffer, fileBytes = bytes.length): ReturnType<typeof parseGgufHeader> =>
  parseGgufHeader(bytes, fileBytes);

const oneOfEach = file(
  ...[uint64(1), uint64(5)],
  ...[string('count'), uint32(4), uint32(7)],
  ...[string('name'), uint32(8), string('Ünïcode')],
  ...[string('isOn'), uint32(7), Buffer.of(1)],
  ...[string('large'), uint32(10), uint64(2 ** 40)],
  ...[string('list'), uint32(9), uint32(8), uint64(2), string('a'), string('')],
  ...[string('weights'), uint32(2), uint64(32), uint64(4), uint32(8), uint64(0)],
);

test('metadata and tensor table come out as they were written', () => {
  const header = parse(oneOfEach);
  expect(Object.fromEntries(header?.metadata ?? [])).toEqual({
    count: { type: 'uint32', value: 7 },
    name: { type: 'string', value: 'Ünïcode' },
    isOn: { type: 'bool', value: true },
    large: { type: 'uint64', value: 2 ** 40 },
    list: { type: 'array', of: 'string', values: ['a', ''] },
  });
  expect(header?.tensors).toEqual([{ name: 'weights', shape: [32, 4], type: 8, offset: 0 }]);
  expect(header?.headerBytes).toBe(oneOfEach.length);
});

test('a header that goes on beyond the bytes at hand is asked for again', () => {
  for (let length = 4; length < oneOfEach.length; length++) {
    expect(parse(oneOfEach.subarray(0, length), oneOfEach.length)).toBeUndefined();
  }
});

test('a header that goes on beyond the file is cut off', () => {
  for (let length = 4; length < oneOfEach.length; length++) {
    expect(() => parse(oneOfEach.subarray(0, length))).toThrow('does not end within');
  }
});

test('an empty file is called empty', () => {
  expect(() => parse(Buffer.alloc(0))).toThrow('is empty');
});

test.each([
  ['another format', Buffer.from('PK\x03\x04 and so on'), 'is not a GGUF file (starts with "PK?? and so on")'],
  ['version 9', Buffer.concat([Buffer.from('GGUF'), uint32(9)]), 'uses GGUF version 9'],
  ['version 0', Buffer.concat([Buffer.from('GGUF'), uint32(0)]), 'uses GGUF version 0'],
  ['the other byte order', Buffer.concat([Buffer.from('GGUF'), uint32(0x0300_0000)]), 'big-endian'],
  ['absurdly many tensors', file(uint64(2 ** 50), uint64(0)), 'claims to have 1125899906842624 tensors'],
  ['absurdly many keys', file(uint64(0), uint64(2 ** 40)), 'claims to have 1099511627776 keys'],
  ['a key without a name', file(uint64(0), uint64(1), string('')), 'key 0 has no name'],
  ['a key of unknown type', file(uint64(0), uint64(1), string('k'), uint32(77)), 'key k has the unknown type 77'],
  [
    'a list of lists',
    file(uint64(0), uint64(1), string('k'), uint32(9), uint32(9), uint64(1)),
    'arrays within the array k',
  ],
  [
    'an absurdly long list',
    file(uint64(0), uint64(1), string('k'), uint32(9), uint32(0), uint64(2 ** 33)),
    'claims to have 8589934592 elements in k',
  ],
  [
    'a key given twice',
    file(uint64(0), uint64(2), string('k'), uint32(0), Buffer.of(1), string('k'), uint32(0), Buffer.of(1)),
    'has the key k twice',
  ],
  [
    'a tensor of five dimensions',
    file(uint64(1), uint64(0), string('t'), uint32(5)),
    'claims to have 5 dimensions of t',
  ],
  ['a tensor name that is too long', file(uint64(1), uint64(0), string('t'.repeat(64))), 'a name of 64 bytes'],
])('%s', (_, bytes, problem) => {
  expect(() => parse(bytes, 2 ** 40)).toThrow(problem);
});
