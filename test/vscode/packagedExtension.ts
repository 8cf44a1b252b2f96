import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostTarget } from '../../src/build/targets.ts';
import { places } from './places.ts';

/** The .vsix that `npm run package` made for this machine: what tests install is what people get. */
export function packagedExtension(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(places.root, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  const target = hostTarget(process.platform, process.arch);
  const path = join(places.packages, `parity-${target}-${String(version)}.vsix`);
  if (!existsSync(path)) throw new Error(`There is no ${path}. Run npm run package first.`);
  return path;
}
