import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hostTarget, targets } from '../../src/build/targets.ts';

it.each([
  ['linux', 'x64', 'linux-x64'],
  ['linux', 'arm', 'linux-armhf'],
  ['darwin', 'arm64', 'darwin-arm64'],
  ['win32', 'arm64', 'win32-arm64'],
])('the target of %s on %s is %s', (platform, arch, target) => {
  expect(hostTarget(platform, arch)).toBe(target);
});

it('a platform without an engine is refused by name', () => {
  expect(() => hostTarget('freebsd', 'x64')).toThrow('no engine for freebsd-x64');
});

it('each target takes a package that this version of node-llama-cpp publishes', () => {
  const manifest = readFileSync(new URL('../../node_modules/node-llama-cpp/package.json', import.meta.url), 'utf8');
  const published = Object.keys(JSON.parse(manifest).optionalDependencies);
  expect(published).toEqual(expect.arrayContaining(Object.values(targets).map((target) => target.enginePackage)));
});
