import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, type Lock, platformOfName } from '../../src/build/completeLock.ts';

describe('package-lock.json', () => {
  it('names every optional package, or npm 11 refuses it; if not, run npm run lock', () => {
    const lock: Lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
    expect(Object.keys(completeLock(lock).packages)).toEqual(Object.keys(lock.packages));
  });
});

describe('completeLock', () => {
  it('adds an optional package that is missing, with its platform', () => {
    const lock = {
      packages: { 'node_modules/tool': { dev: true, optionalDependencies: { '@tool/win-x64': '1.2.3' } } },
    };
    expect(completeLock(lock).packages).toEqual({
      ...lock.packages,
      'node_modules/@tool/win-x64': { version: '1.2.3', os: ['win32'], cpu: ['x64'], dev: true, optional: true },
    });
  });

  it.each(['node_modules/@tool/linux-x64', 'node_modules/tool/node_modules/@tool/linux-x64'])(
    'leaves alone what is there at %s',
    (path) => {
      const tool = { optionalDependencies: { '@tool/linux-x64': '1.2.3' } };
      const lock = { packages: { [path]: { version: '1.2.3', integrity: 'sha512-x' }, 'node_modules/tool': tool } };
      expect(completeLock(lock)).toEqual(lock);
    },
  );

  it('leaves a range to npm', () => {
    const lock = { packages: { 'node_modules/tool': { optionalDependencies: { fsevents: '~2.3.3' } } } };
    expect(completeLock(lock)).toEqual(lock);
  });
});

describe('platformOfName', () => {
  it.each([
    ['@a/binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@a/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@node-llama-cpp/mac-arm64-metal', { os: ['darwin'], cpu: ['arm64'] }],
  ])('reads %s', (name, platform) => {
    expect(platformOfName(name)).toEqual(platform);
  });

  it('refuses a name that does not say', () => {
    expect(() => platformOfName('fsevents')).toThrow('fsevents does not say its platform');
  });
});
