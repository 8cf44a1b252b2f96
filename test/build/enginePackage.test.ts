import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { verifyIntegrity } from '../../src/build/enginePackage.ts';

const content = Buffer.from('a package');
const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;

it('a download with the digest of package-lock.json is taken', () => {
  expect(() => verifyIntegrity(content, integrity, 'engine')).not.toThrow();
});

it('a download that differs in one byte is refused', () => {
  expect(() => verifyIntegrity(Buffer.from('b package'), integrity, 'engine')).toThrow('engine: the download');
});

it.each(['sha1-x', ''])('the weak or missing digest "%s" is refused', (weak) => {
  expect(() => verifyIntegrity(content, weak, 'engine')).toThrow('cannot check');
});
