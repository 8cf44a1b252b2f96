import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** What of this machine commands may read besides their copy. Nothing of it can be written. */
export interface HostPlaces {
  /** Folders at their own paths, outermost first; none lies in another. */
  readonly folders: readonly string[];
  /** Links that stand at the top of the tree, `/bin` for one. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Below `folders`, and to be seen as empty. */
  readonly hidden: readonly { readonly path: string; readonly kind: 'file' | 'folder' }[];
}

const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/opt', '/nix', '/gnu'];

/** Readable by the system's administrator alone, who may be the one who runs the harness. */
const secretFiles = ['shadow', 'shadow-', 'gshadow', 'gshadow-', 'sudoers', 'ssh', 'ssl/private', 'krb5.keytab'];

const usualPrograms = ['node', 'npm', 'npx', 'pnpm', 'yarn', 'bun', 'python', 'python3', 'pytest', 'uv', 'git', 'sh'];

/**
 * The system's folders, and those that the programs of `PATH` live in: version managers keep them below the user's home,
 * of which nothing else is shown. `more` are programs that a virtual environment refers to.
 */
export async function findHostPlaces(
  { path, home }: { readonly path: string; readonly home: string },
  more: readonly string[],
): Promise<HostPlaces> {
  const links: { path: string; target: string }[] = [];
  const folders: string[] = [];
  for (const folder of systemFolders) {
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isSymbolicLink() === true) links.push({ path: folder, target: await readlink(folder) });
    else if (found?.isDirectory() === true) folders.push(folder);
  }
  for (const entry of path.split(delimiter)) {
    if (!isAbsolute(entry)) continue;
    const folder = resolve(entry);
    if (await isFolder(folder)) folders.push(await installationOf(folder, home));
    for (const name of usualPrograms) folders.push(...(await placesOfProgram(join(folder, name), home)));
  }
  for (const program of more) folders.push(...(await placesOfProgram(program, home)));
  const hidden: { path: string; kind: 'file' | 'folder' }[] = [];
  for (const name of secretFiles) {
    const path = join('/etc', name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() === true) hidden.push({ path, kind: 'file' });
    if (found?.isDirectory() === true) hidden.push({ path, kind: 'folder' });
  }
  const shown = outermost(folders.filter((folder) => !isTooWide(folder, home) && !isReached(folder, links)));
  return { folders: shown, links, hidden };
}

/** Every folder that a program is reached through, link by link. */
async function placesOfProgram(program: string, home: string): Promise<string[]> {
  const places: string[] = [];
  let current = program;
  for (let step = 0; step < 16; step += 1) {
    const found = await lstat(current).catch(() => undefined);
    if (found === undefined) return places;
    places.push(await installationOf(dirname(current), home));
    if (!found.isSymbolicLink()) break;
    current = resolve(dirname(current), await readlink(current));
  }
  const real = await realpath(program).catch(() => undefined);
  if (real !== undefined) places.push(await installationOf(dirname(real), home));
  return places;
}

/**
 * The folder that must be there for programs of `folder` to work: `~/.nvm/versions/node/v22` for its `bin`, the whole of
 * `~/.pyenv` for its shims, and no more than the folder itself where others keep their keys, as in `~/.cargo`.
 */
async function installationOf(folder: string, home: string): Promise<string> {
  const parent = dirname(folder);
  if (basename(folder) === 'shims' || basename(parent) === '.volta') return isTooWide(parent, home) ? folder : parent;
  const isPrefix = basename(folder) === 'bin' && (await isFolder(join(parent, 'lib')));
  return isPrefix && !isTooWide(parent, home) ? parent : folder;
}

/** Through one of the links, so that its own path cannot be made: `/bin` is a link to `/usr/bin` on most systems. */
function isReached(folder: string, links: readonly { readonly path: string }[]): boolean {
  return links.some(({ path }) => folder === path || folder.startsWith(withSeparator(path)));
}

/** A folder that holds other things than programs. */
function isTooWide(folder: string, home: string): boolean {
  return home === folder || home.startsWith(withSeparator(folder)) || folder === join(home, '.local');
}

function outermost(folders: readonly string[]): string[] {
  const sorted = [...new Set(folders)].sort((a, b) => a.length - b.length);
  return sorted.filter(
    (folder, index) => !sorted.slice(0, index).some((outer) => folder.startsWith(withSeparator(outer))),
  );
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
