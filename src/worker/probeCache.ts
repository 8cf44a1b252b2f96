import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Log } from '../base/log.ts';
import type { InfillProbe } from '../engine/infillAbility.ts';
import { probeHoles } from './probeHoles.ts';

/** What the probe of a model showed, from one load to the next. */
export interface ProbeCache {
  find(identity: string): Promise<InfillProbe | undefined>;
  remember(identity: string, probe: InfillProbe): Promise<void>;
}

const entrySchema = z.object({
  order: z.enum(['prefix-suffix-middle', 'suffix-prefix-middle']),
  passed: z.int().min(0),
  total: z.int().min(1),
});

/** A file for each model in `folder`. One that cannot be read counts for nothing, one that cannot be written costs a probe. */
export function openProbeCache(folder: string, log: Log): ProbeCache {
  // Other holes ask for another name.
  const holes = createHash('sha256').update(JSON.stringify(probeHoles)).digest('hex').slice(0, 8);
  const pathOf = (identity: string): string => {
    const name = createHash('sha256').update(identity).digest('hex').slice(0, 32);
    return join(folder, `infill-${holes}-${name}.json`);
  };
  return {
    async find(identity) {
      try {
        const entry = entrySchema.parse(JSON.parse(await readFile(pathOf(identity), 'utf8')));
        return { ...entry, evaluatedTokens: 0 };
      } catch {
        return undefined;
      }
    },
    async remember(identity, { order, passed, total }) {
      const path = pathOf(identity);
      const partial = `${path}.${process.pid}.part`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(partial, JSON.stringify({ order, passed, total }));
        await rename(partial, path);
      } catch (error) {
        log.warn(`the result of the infill probe could not be kept: ${String(error)}`);
      }
    },
  };
}
