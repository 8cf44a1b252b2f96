import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { type Layer, layers } from './layers.ts';
import { type Import, readSource } from './readSource.ts';

/** `files`: paths from the project's root, such as `src/chat/session.ts`, and their text. One sentence for each breach. */
export function importViolations(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const name = layerName(path);
    const layer = layers[name];
    if (layer === undefined) return [`${path}: the folder ${name} is not in layers.ts`];
    const facts = readSource(path, text);
    const globals = layer.runtime === 'node' ? [] : facts.nodeGlobals;
    return [
      ...facts.imports.flatMap((found) => problemWith(found, path, layer) ?? []),
      ...globals.map((global) => `uses Node's ${global}`),
    ].map((problem) => `${path}: ${problem}`);
  });
}

function layerName(path: string): string {
  return path.split('/')[1] ?? path;
}

function problemWith(found: Import, path: string, layer: Layer): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith('.')) return problemWithFile(found, path, layer);
  if (specifier === '(computed)') return 'imports something computed';
  if (specifier === 'vscode') return layer.vscode === true ? undefined : 'imports vscode';
  if (/^@?node-llama-cpp(\/|$)/.test(specifier)) return layer.llama === true ? undefined : `imports ${specifier}`;
  const isBuiltin = specifier.startsWith('node:') || builtinModules.includes(specifier);
  return isBuiltin && layer.runtime !== 'node' ? `imports ${specifier}` : undefined;
}

function problemWithFile({ specifier, isType }: Import, path: string, layer: Layer): string | undefined {
  const target = join(dirname(path), specifier);
  if (!/\.(ts|tsx|css|json)$/.test(specifier)) return `imports ${specifier} without its extension`;
  if (!target.startsWith('src/')) return `imports ${specifier}, which is outside src`;
  const folder = layerName(target);
  if (folder === layerName(path)) return undefined;
  if (!layer.folders.includes(folder)) return `imports ${target}`;
  const mayImportValue = layer.valuesOnlyFrom === undefined || layer.valuesOnlyFrom.includes(target);
  return isType || mayImportValue ? undefined : `imports a value from ${target}`;
}
