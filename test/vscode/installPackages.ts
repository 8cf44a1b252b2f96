import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';

/**
 * Gives `target` the extensions of these .vsix files. VS Code's own installation, `install`, makes them once; later servers
 * get copies of what it made, which it names by paths within the folder.
 */
export async function installPackages(
  packages: readonly string[],
  target: string,
  install: (folder: string) => Promise<void>,
): Promise<void> {
  if (packages.length === 0) return;
  const digest = createHash('sha256');
  for (const path of packages) digest.update(readFileSync(path));
  const made = join(places.bundles, `extensions-${digest.digest('hex').slice(0, 16)}`);
  if (!existsSync(made)) {
    mkdirSync(places.bundles, { recursive: true });
    // Of packages that were made anew since.
    const outdated = readdirSync(places.bundles).filter((name) => name.startsWith('extensions-'));
    for (const name of outdated) rmSync(join(places.bundles, name), { recursive: true, force: true });
    const making = mkdtempSync(join(places.bundles, 'installing-'));
    await install(making);
    try {
      renameSync(making, made);
    } catch {
      // Another test file was faster.
      rmSync(making, { recursive: true });
    }
  }
  cpSync(made, target, { recursive: true });
}
