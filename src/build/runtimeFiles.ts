/**
 * Which files of `node-llama-cpp` and of the packages it stands on can be reached from its entry. The rest (the
 * command line, the sources of llama.cpp, cmake, templates, type declarations) is never packed.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { build } from 'esbuild';
import { projectRoot } from './projectRoot.ts';

/** Read when the module is loaded, where no import leads: the release of llama.cpp that the native code must be of. */
const readByName = ['node_modules/node-llama-cpp/llama/binariesGithubRelease.json'];

/** Paths relative to the project, with `/`; the package.json files that rule them are among them. */
export async function reachableRuntimeFiles(): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: "import 'node-llama-cpp';", resolveDir: projectRoot, sourcefile: 'entry' },
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // As Node resolves: without the `module` condition that bundlers add.
    conditions: [],
    external: ['@node-llama-cpp/*', 'electron', 'node:sea', ...optionalNativePackages],
    logLevel: 'silent',
  });
  const modules = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/'));
  const manifests = modules.flatMap(manifestsAbove).filter((path) => existsSync(join(projectRoot, path)));
  return [...new Set([...modules, ...manifests, ...readByName])].toSorted();
}

/** The package's own, and those between it and the file: they too say whether a `.js` is a module or a script. */
function manifestsAbove(path: string): string[] {
  const top = packageFolder(path);
  const manifests = [];
  for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
    manifests.push(join(folder, 'package.json'));
  }
  return manifests;
}

/** Copy-on-write for the downloader of `ipull`, which works without it. */
const optionalNativePackages = ['@reflink/reflink'];

/** `node_modules/a/node_modules/@b/c/dist/d.js` -> `node_modules/a/node_modules/@b/c` */
export function packageFolder(path: string): string {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
  return folder ?? dirname(path);
}
