import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { linkDependency } from '../../../src/harness/workshop/linkDependency.ts';

const folder = mkdtempSync(join(tmpdir(), 'parity-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('leads to what was installed, and for packages of the checkout itself to the copy', () => {
  const checkout = join(folder, 'checkout');
  const copy = join(folder, 'copy');
  const put = (path: string, text: string): void => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  };
  for (const root of [checkout, copy]) {
    put(join(root, 'packages/own/index.js'), root);
    put(join(root, 'packages/scoped/index.js'), root);
  }
  const modules = join(checkout, 'node_modules');
  put(join(modules, 'third/index.js'), 'third');
  put(join(modules, '.pnpm/deep@1/node_modules/deep/index.js'), 'deep');
  put(join(modules, '.cache/entry'), 'cached');
  put(join(modules, '@scope/third/index.js'), 'third');
  mkdirSync(join(modules, '.bin'));
  symlinkSync('.pnpm/deep@1/node_modules/deep', join(modules, 'deep'));
  symlinkSync('../packages/own', join(modules, 'own'));
  symlinkSync('../../packages/scoped', join(modules, '@scope/own'));
  symlinkSync('../packages/gone', join(modules, 'gone'));
  symlinkSync('../own/index.js', join(modules, '.bin/own'));
  symlinkSync('../third/index.js', join(modules, '.bin/third'));

  linkDependency(copy, { path: 'node_modules', source: modules }, checkout);
  const read = (path: string): string => readFileSync(join(copy, 'node_modules', path), 'utf8');
  expect(['third', 'deep', '@scope/third'].map((name) => read(`${name}/index.js`))).toEqual(['third', 'deep', 'third']);
  expect(['own/index.js', '@scope/own/index.js', '.bin/own'].map(read)).toEqual([copy, copy, copy]);
  expect(read('.bin/third')).toBe('third');
  // What tests write beside packages, or into packages that are the project's own, stays in the copy.
  writeFileSync(join(copy, 'node_modules/own/index.js'), 'written');
  mkdirSync(join(copy, 'node_modules/.cache'));
  writeFileSync(join(copy, 'node_modules/.cache/entry'), 'written');
  expect(readFileSync(join(checkout, 'packages/own/index.js'), 'utf8')).toBe(checkout);
  expect(readFileSync(join(modules, '.cache/entry'), 'utf8')).toBe('cached');
  expect(lstatSync(join(copy, 'node_modules')).isSymbolicLink()).toBe(false);
  expect(readdirSync(modules)).toContain('third');
});
