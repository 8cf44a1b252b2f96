import { rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { places } from '../vscode/places.ts';

/** Where the extension host finds the tests. */
export const hostBundle = join(places.bundles, 'host/index.cjs');

/** Bundles the host tests. The extension host knows no TypeScript and has `require`. */
export async function bundleHostTests(): Promise<void> {
  const folder = join(places.root, 'test/host');
  const suites = (await readdir(join(folder, 'suites'))).filter((name) => name.endsWith('.test.ts'));
  // A suite that is no more must not run.
  rmSync(join(places.bundles, 'host'), { recursive: true, force: true });
  await build({
    entryPoints: [join(folder, 'index.ts'), ...suites.map((name) => join(folder, 'suites', name))],
    outbase: folder,
    outdir: join(places.bundles, 'host'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
