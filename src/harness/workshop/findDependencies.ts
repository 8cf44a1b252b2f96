import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dependency } from '../sandbox/sandbox.ts';
import type { BaseFiles } from './baseFiles.ts';

const packageFiles: ReadonlySet<string> = new Set([
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'setup.cfg',
  'setup.py',
]);
const maxPackages = 500;

/**
 * Folders of the user's checkout that tests need and commits lack: what was installed beside each package of the base.
 * A link counts as what it leads to, as long as that is in the checkout or was installed for it alone.
 */
export async function findDependencies(checkout: string, base: BaseFiles): Promise<Dependency[]> {
  const packages = new Set(['.']);
  const folders = new Set<string>();
  for (const path of base.entries.keys()) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder))
      folders.add(folder);
    const isPackage = packageFiles.has(path.slice(path.lastIndexOf('/') + 1));
    if (isPackage && packages.size < maxPackages) packages.add(dirname(path));
  }
  const found: Dependency[] = [];
  for (const directory of packages) {
    for (const name of ['node_modules', '.venv', 'venv']) {
      const path = directory === '.' ? name : `${directory}/${name}`;
      const source = folders.has(path) ? undefined : await installed(join(checkout, path), name);
      if (source !== undefined) found.push({ path, source });
    }
  }
  return found;
}

async function installed(folder: string, name: string): Promise<string | undefined> {
  try {
    if (!(await lstat(folder)).isDirectory()) return undefined;
    if (name !== 'node_modules') await stat(join(folder, 'pyvenv.cfg'));
    return await realpath(folder);
  } catch {
    return undefined;
  }
}

/** The interpreters that the virtual environments at the top of a checkout refer to. */
export function interpretersOf(checkout: string): string[] {
  return ['.venv', 'venv'].map((name) => join(checkout, name, 'bin', 'python'));
}
