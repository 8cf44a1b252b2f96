import type { WorkshopOptions } from '../../../src/harness/workshop/createWorkshop.ts';
import { createWorkshop } from '../../../src/harness/workshop/createWorkshop.ts';
import { containerTestImage } from './containerTestImage.ts';

/** Each of them is tried with the same attacks. Those that do not work on this machine are skipped. */
export const testLevels = ['bubblewrap', 'unshare', 'docker', 'podman', 'none'] as const;
export type TestLevel = (typeof testLevels)[number];

/** What a workshop is asked for to be at the level. */
export function atLevel(level: TestLevel): Pick<WorkshopOptions, 'levels' | 'container'> {
  if (level === 'docker' || level === 'podman') return { container: { program: level, image: containerTestImage } };
  return { levels: [level, 'none'] };
}

export async function isLevelHere(level: TestLevel, temporaryFolder: string): Promise<boolean> {
  try {
    const options = { checkout: undefined, temporaryFolder, ...atLevel(level) };
    const workshop = await createWorkshop(options, AbortSignal.timeout(60_000));
    await workshop.dispose();
    const { level: found } = workshop.sandbox;
    return found === (level === 'docker' || level === 'podman' ? 'container' : level);
  } catch {
    return false;
  }
}
