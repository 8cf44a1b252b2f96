import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/tools/decodeText.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeText', () => {
  it.each([
    ['plain text', utf8('a\nb\n'), { kind: 'text', text: 'a\nb\n' }],
    ['nothing', utf8(''), { kind: 'text', text: '' }],
    ['CRLF', utf8('a\r\nb\r\n'), { kind: 'text', text: 'a\r\nb\r\n' }],
    ['a byte order mark', utf8('\uFEFFa'), { kind: 'text', text: 'a' }],
    ['mostly CRLF', utf8('a\r\nb\nc\r\n'), { kind: 'text', text: 'a\r\nb\r\nc\r\n' }],
    ['as much LF as CRLF', utf8('a\r\nb\n'), { kind: 'text', text: 'a\nb\n' }],
    ['single carriage returns', utf8('a\rb\rc'), { kind: 'text', text: 'a\r\nb\r\nc' }],
    ['a NUL byte', utf8('a\0b'), { kind: 'binary' }],
    ['Latin-1', Uint8Array.of(0x61, 0xe4, 0x62), { kind: 'not-utf8' }],
    ['a character cut in two', utf8('ä').slice(0, 1), { kind: 'not-utf8' }],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), { kind: 'not-utf8' }],
  ])('takes %s', (_, bytes, expected) => {
    expect(decodeText(bytes)).toEqual(expected);
  });
});
