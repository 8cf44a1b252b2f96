import type { BlobReader } from './blobReader.ts';
import { nameEntry } from './nameEntry.ts';

/** A file or a link of a commit. */
export interface TreeFile {
  readonly path: string;
  readonly kind: 'file' | 'symlink';
  readonly isExecutable: boolean;
  readonly id: string;
}

/** What commits hold, out of the process that contents come from. Commits share most of their folders: each is read once. */
export interface TreeReader {
  /** Without submodules, and paths that have no name. `undefined`: no such commit here, or not all of it. */
  files(commit: string, signal: AbortSignal): Promise<readonly TreeFile[] | undefined>;
}

/** With the path in the folder alone. */
type TreeEntry = TreeFile | { readonly path: string; readonly kind: 'folder'; readonly id: string };

const maxTreeBytes = 256 * 1024 * 1024;
const maxRemembered = 500_000;

export function createTreeReader(blobs: BlobReader): TreeReader {
  const known = new Map<string, readonly TreeEntry[]>();
  let remembered = 0;

  async function entriesOf(
    id: string,
    idBytes: number,
    signal: AbortSignal,
  ): Promise<readonly TreeEntry[] | undefined> {
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = await blobs.read(id, maxTreeBytes, signal);
    if (found.kind !== 'bytes') return undefined;
    const entries = parseTree(found.bytes, idBytes);
    // What is asked for by a commit is of that one alone.
    if (id.includes('^')) return entries;
    remembered += entries.length;
    if (remembered > maxRemembered) {
      known.clear();
      remembered = entries.length;
    }
    known.set(id, entries);
    return entries;
  }

  async function filesBelow(
    { id, prefix, idBytes }: { readonly id: string; readonly prefix: string; readonly idBytes: number },
    signal: AbortSignal,
  ): Promise<TreeFile[] | undefined> {
    const entries = await entriesOf(id, idBytes, signal);
    if (entries === undefined) return undefined;
    const folders = entries.filter(({ kind }) => kind === 'folder');
    const below = await Promise.all(
      folders.map(({ id, path }) => filesBelow({ id, prefix: `${prefix}${path}/`, idBytes }, signal)),
    );
    const files: TreeFile[] = [];
    for (const entry of entries) {
      if (entry.kind !== 'folder') {
        files.push({ ...entry, path: prefix + entry.path });
        continue;
      }
      const inside = below.shift();
      if (inside === undefined) return undefined;
      for (const file of inside) files.push(file);
    }
    return files;
  }

  return {
    files: (commit, signal) =>
      filesBelow({ id: `${commit}^{commit}^{tree}`, prefix: '', idBytes: commit.length / 2 }, signal),
  };
}

/** Of each entry the mode, a blank, the name, NUL and the bytes of the id; see gitformat-pack(5) and git-fast-import(1). */
function parseTree(bytes: Uint8Array, idBytes: number): TreeEntry[] {
  const tree = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: TreeEntry[] = [];
  for (let from = 0; from < tree.length;) {
    const blank = tree.indexOf(0x20, from);
    const nul = tree.indexOf(0, blank);
    const mode = tree.toString('latin1', from, blank);
    const { path, kind } = nameEntry(mode, tree.subarray(blank + 1, nul));
    const id = tree.toString('hex', nul + 1, nul + 1 + idBytes);
    from = nul + 1 + idBytes;
    if (kind !== 'file' && kind !== 'symlink') continue;
    const type = Number.parseInt(mode, 8);
    if (type === folderMode) entries.push({ path, kind: 'folder', id });
    else entries.push({ path, kind, isExecutable: kind === 'file' && (type & 0o100) !== 0, id });
  }
  return entries;
}

const folderMode = 0o40000;
