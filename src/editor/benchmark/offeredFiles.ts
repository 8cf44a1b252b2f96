import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { quantizationName } from '../../harness/engines/quantizationName.ts';
import type { FoundFile } from '../../models/discover/foundModel.ts';

/** A model file on this machine that can be measured without being the one in use. */
export interface OfferedFile {
  /** The same as long as it lies there; says nothing of where that is. */
  readonly id: string;
  readonly name: string;
  readonly quantization: string | undefined;
  readonly path: string;
}

/** `inUse`: absolute path of the file that the local engine loads. */
export function offeredFiles(found: readonly FoundFile[], inUse: string): readonly OfferedFile[] {
  return found.flatMap(({ content, path, realPath, name }) =>
    content.kind !== 'model' || path === inUse || realPath === inUse
      ? []
      : [{ id: offerId(path), name, quantization: quantizationName(content.facts.fileType), path }],
  );
}

/** No endpoint has such an id: those begin with a letter and have no colon. */
const prefix = 'file:';

export function isFileId(id: string): boolean {
  return id.startsWith(prefix);
}

function offerId(path: string): string {
  const name = basename(path, '.gguf')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .slice(0, 40);
  return `${prefix}${name}-${createHash('sha256').update(path).digest('hex').slice(0, 6)}`;
}
