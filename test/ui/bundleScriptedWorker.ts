import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostTarget } from '../../src/build/targets.ts';
import { bundleFile } from '../bundleFile.ts';
import { places } from '../vscode/places.ts';

/** Bundles the worker that answers from a script, as of the same build as the packaged extension. Gives its path. */
export async function bundleScriptedWorker(): Promise<string> {
  const bundle = join(places.bundles, 'scriptedWorker.mjs');
  await bundleFile(bundle, {
    entryPoints: [join(places.root, 'test/engine/scriptedWorker.ts')],
    define: { PARITY_BUILD: JSON.stringify(packagedBuild()) },
  });
  return bundle;
}

/** The build's name as the packaged worker tells it to the host, which refuses any other. */
function packagedBuild(): string {
  const worker = join(places.packages, hostTarget(process.platform, process.arch), 'dist/worker.mjs');
  const name = /\d+\.\d+\.\d+\+[0-9a-f]{12}/.exec(readFileSync(worker, 'utf8'));
  if (name === null) throw new Error(`${worker} names no build. Run npm run package first.`);
  return name[0];
}
