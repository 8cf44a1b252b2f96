import { expect, it } from 'vitest';
import { labelFolders } from '../../src/tools/labelFolders.ts';

it.each([
  [[['app', '/x/app']], ['app']],
  [
    [
      ['app', '/x/app'],
      ['App', '/y/app'],
    ],
    ['app', 'App-2'],
  ],
  [[['..', '/x/app']], ['app']],
  [[['a/b', '/x/app/']], ['app']],
  [[['', '/']], ['folder']],
] as const)('labels %j as %j', (folders, labels) => {
  expect(labelFolders(folders.map(([name, path]) => ({ name, path })))).toEqual(labels);
});
