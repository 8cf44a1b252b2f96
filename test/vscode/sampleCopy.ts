import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { places } from './places.ts';

/** A copy of the sample workspace to open and change. */
export interface SampleCopy {
  /** Absolute; its last part is `sample`, which is what the window shows. */
  readonly folder: string;
  /** The temporary folder around it, which whoever made the copy removes. */
  readonly parent: string;
}

export function copySample(): SampleCopy {
  const parent = mkdtempSync(join(tmpdir(), 'parity-workspace-'));
  const folder = join(parent, 'sample');
  cpSync(places.sample, folder, { recursive: true });
  return { folder, parent };
}
