import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const commits: readonly (readonly [message: string, files: Readonly<Record<string, string>>])[] = [
  [
    'Add sums',
    {
      'package.json': '{ "name": "small", "type": "module", "scripts": { "test": "node --test" } }\n',
      'src/numbers.js': `/** Sum of all values. */
export function sum(values) {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

/** The largest value; undefined of none. */
export function largest(values) {
  let best;
  for (const value of values) {
    if (best === undefined || value > best) best = value;
  }
  return best;
}
`,
      'test/numbers.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { largest, sum } from '../src/numbers.js';

test('sum adds', () => assert.equal(sum([1, 2, 3]), 6));
test('largest finds', () => assert.equal(largest([1, 5, 3]), 5));
`,
    },
  ],
  [
    'Count the words of a text',
    {
      'src/words.js': `/** How often each word is in the text, whatever its letter case. */
export function countWords(text) {
  const counts = new Map();
  for (const word of text.toLowerCase().split(/\\s+/)) {
    if (word === '') continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
`,
      'test/words.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { countWords } from '../src/words.js';

test('counts', () => assert.equal(countWords('a b A').get('a'), 2));
test('leaves blanks out', () => assert.equal(countWords('  ').size, 0));
`,
    },
  ],
];

/** A git repository of two commits with tests for node:test. */
export async function makeSmallRepository(folder: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: folder });
  await mkdir(folder, { recursive: true });
  await git('init', '--quiet');
  for (const [message, files] of commits) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
  }
}
