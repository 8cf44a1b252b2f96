import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file, link and time of change below a folder, `.git` with index, configuration, stash and refs included. */
export async function fingerprint(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const lines = await Promise.all(
    names.toSorted().map(async (name) => {
      const path = join(folder, name);
      const facts = await lstat(path);
      if (facts.isDirectory()) return `${name} folder`;
      const content = facts.isSymbolicLink() ? await readlink(path) : await readFile(path);
      return `${name} ${facts.mode} ${facts.mtimeMs} ${createHash('sha256').update(content).digest('hex')}`;
    }),
  );
  return lines.join('\n');
}
