import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The private folders of a copy; see `SandboxPlan`. */
export async function makeScratch(folder: string, layers: number): Promise<void> {
  for (const name of ['home', 'tmp', 'tree']) await mkdir(join(folder, name), { recursive: true });
  for (let index = 0; index < layers; index += 1) {
    for (const name of ['upper', 'work']) await mkdir(join(folder, 'layers', String(index), name), { recursive: true });
  }
}
