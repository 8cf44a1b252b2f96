import { beforeAll, describe, expect, it } from 'vitest';
import { packageFolder, reachableRuntimeFiles } from '../../src/build/runtimeFiles.ts';

describe('reachableRuntimeFiles', () => {
  let files: readonly string[] = [];
  beforeAll(async () => {
    files = await reachableRuntimeFiles();
  });

  it('holds the entry, what it loads by name, and the files that say what kind of module each is', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'node_modules/node-llama-cpp/package.json',
        'node_modules/node-llama-cpp/dist/index.js',
        'node_modules/node-llama-cpp/dist/bindings/utils/testBindingBinary.js',
        'node_modules/node-llama-cpp/llama/binariesGithubRelease.json',
        'node_modules/node-llama-cpp/node_modules/isexe/dist/commonjs/package.json',
      ]),
    );
  });

  it.each(['cmake-js', 'node-addon-api', 'yargs', 'tar', 'validate-npm-package-name'])('leaves out %s', (name) => {
    expect(files.filter((file) => packageFolder(file).endsWith(`node_modules/${name}`))).toEqual([]);
  });

  it('leaves out the commands, the sources of llama.cpp and everything native', () => {
    const unwanted = /dist\/cli\/(cli|commands)|\.d\.ts$|\.map$|\.bundle$|\.(cpp|h|node|so)$|\/templates\//;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  });
});

it.each([
  ['node_modules/a/dist/b.js', 'node_modules/a'],
  ['node_modules/a/node_modules/@b/c/d.js', 'node_modules/a/node_modules/@b/c'],
])('the package of %s is %s', (path, folder) => {
  expect(packageFolder(path)).toBe(folder);
});
