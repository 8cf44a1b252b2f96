import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeFolderVariable } from '../models/engineRuntime/runtimeFolderVariable.ts';

/**
 * Lets node-llama-cpp find the native code that was downloaded after the extension was installed. It imports
 * `@node-llama-cpp/linux-x64-cuda` and the like by name (bindings/utils/compileLLamaCpp.js, 3.22.1), so they are looked
 * for in the folder that the extension names, and else beside it. To be called before `getLlama`. A hook
 * and no link to the package beside it: the extension's own folder may be read-only, and is replaced by each update.
 */
export function findRuntimes(environment: NodeJS.ProcessEnv = process.env): void {
  const folder = environment[runtimeFolderVariable];
  if (folder === undefined || folder === '') return;
  const parentUrl = pathToFileURL(join(folder, 'parent.mjs')).href;
  // Runs in a thread of its own, from its text alone: it can be in no bundle.
  const hook = `
    let parentURL;
    export function initialize(data) { parentURL = data; }
    export async function resolve(specifier, context, next) {
      if (!specifier.startsWith('@node-llama-cpp/')) return next(specifier, context);
      // Node writes what it is given into the context itself.
      const beside = { ...context };
      return next(specifier, { ...context, parentURL }).catch(() => next(specifier, beside));
    }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url, { data: parentUrl });
}

/** Of what was downloaded, for those who look for it without importing it. */
export function runtimeModulesFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = environment[runtimeFolderVariable];
  return folder === undefined || folder === '' ? undefined : join(folder, 'node_modules');
}
