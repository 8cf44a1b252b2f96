import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { staysInside } from '../../../src/harness/workshop/baseFiles.ts';

it.each([
  ['a', 'b'],
  ['a/b', '../c'],
  ['a/b/c', '../../d/e'],
  ['a/b', './c'],
])('keeps the link %s to %s', (path, target) => {
  expect(staysInside(path, target)).toBe(true);
});

it.each([
  ['a', '..'],
  ['a', '../b'],
  ['a/b', '../../c'],
  ['a', '/etc/passwd'],
  ['a', ''],
  ['a', 'C:/x'],
  ['a', 'c:x'],
  ['a', '..\\b'],
  ['a', 'b\0c'],
  ['a', '.git/config'],
  ['a', '.GIT'],
  ['a/b', '../.git/hooks'],
  // Through another link, a step up may lead anywhere.
  ['a', 'b/../../c'],
  ['a/b', 'c/..'],
])('leaves out the link %s to %s', (path, target) => {
  expect(staysInside(path, target)).toBe(false);
});

it('keeps in whatever it allows, for chains of links too', () => {
  const segment = fc.constantFrom('a', 'b', 'c', '..', '.');
  const name = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  const link = fc.tuple(name, fc.array(segment, { minLength: 1, maxLength: 5 }));
  const property = fc.property(fc.array(link, { maxLength: 5 }), name, (drawn, start) => {
    const links = new Map<string, string>();
    for (const [path, target] of drawn) {
      // The folders above a link are real ones, and the first of a name stands.
      const above = path.slice(0, -1).map((_part, index) => path.slice(0, index + 1).join('/'));
      const isBelow = above.some((folder) => links.has(folder));
      const isAbove = [...links.keys()].some((other) => other.startsWith(`${path.join('/')}/`));
      if (isBelow || isAbove || links.has(path.join('/'))) continue;
      if (staysInside(path.join('/'), target.join('/'))) links.set(path.join('/'), target.join('/'));
    }
    expect(walk(links, start)).not.toContain('..');
  });
  fc.assert(property, { numRuns: 500 });
});

/** As a file system resolves a path, link by link; `..` at the front: it left. */
function walk(links: ReadonlyMap<string, string>, start: readonly string[]): string[] {
  const pending = [...start];
  let place: string[] = [];
  for (let steps = 0; pending.length > 0 && steps < 200; steps += 1) {
    const next = pending.shift() ?? '';
    if (next === '.') continue;
    if (next === '..') {
      if (place.length === 0) return ['..'];
      place = place.slice(0, -1);
      continue;
    }
    const target = links.get(posix.join(...place, next));
    if (target === undefined) place = [...place, next];
    else pending.unshift(...target.split('/'));
  }
  return place;
}
