import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "basket", "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/basket.js': `/** The price of everything in the basket, in cents. */
export function total(lines) {
  let sum = 0;
  for (const line of lines) {
    sum += line.price * line.count;
  }
  return sum;
}

/** The lines of one kind, the dearest first. */
export function ofKind(lines, kind) {
  const wanted = lines.filter((line) => line.kind === kind);
  return wanted.toSorted((a, b) => b.price - a.price);
}

/** Whether the basket is free of shipping. */
export function isFreeOfShipping(lines, limit) {
  const value = total(lines);
  if (lines.length === 0) {
    return false;
  }
  return value >= limit;
}
`,
  'test/basket.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFreeOfShipping, ofKind, total } from '../src/basket.js';

const lines = [
  { kind: 'toy', price: 300, count: 2 },
  { kind: 'book', price: 900, count: 1 },
  { kind: 'toy', price: 500, count: 1 },
];

test('adds prices by count', () => assert.equal(total(lines), 2000));
test('keeps one kind, the dearest first', () =>
  assert.deepEqual(ofKind(lines, 'toy').map(({ price }) => price), [500, 300]));
test('ships for nothing from the limit on', () => {
  assert.equal(isFreeOfShipping(lines, 2000), true);
  assert.equal(isFreeOfShipping(lines, 2001), false);
  assert.equal(isFreeOfShipping([], 0), false);
});
`,
};

/** Puts a git repository with one commit in the place of what is in `folder`: functions and the tests that judge them. */
export function makeSmallRepository(folder: string): void {
  const git = (...command: readonly string[]): void => {
    const author = ['-c', 'user.name=Someone', '-c', 'user.email=someone@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...author, ...command], { cwd: folder, stdio: 'ignore' });
  };
  for (const name of ['src', 'tools', 'README.md']) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message=Add the basket');
}
