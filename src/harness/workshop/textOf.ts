import { lstatSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { maxFileBytes } from '../../tools/decodeText.ts';

/** Of a regular file that is reached without a link, when it is text and no larger than an editor would open. */
export function textOf(root: string, path: string): string | undefined {
  try {
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
      if (!lstatSync(join(root, folder)).isDirectory()) return undefined;
    }
    const found = lstatSync(join(root, path));
    if (!found.isFile() || found.size > maxFileBytes * 4) return undefined;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(root, path)));
  } catch {
    return undefined;
  }
}
