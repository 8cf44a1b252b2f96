/** What the sandboxes with a tree of their own have in common: where commands see what is private to their copy. */
import { relative } from 'node:path';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import type { HostPlaces } from './hostPlaces.ts';
import type { Launch, Sandbox, SandboxPlan } from './sandbox.ts';
import type { Layer } from './settleScript.ts';

export interface MountedOptions {
  readonly places: HostPlaces;
  /** Dependencies under throw-away layers: needs overlays in user namespaces, and util-linux. */
  readonly overlays: boolean;
  readonly description: SandboxDescription;
}

/** `launch` builds the tree and runs a command in it. */
export function mountedSandbox(
  options: MountedOptions,
  launch: (options: MountedOptions, plan: SandboxPlan) => Launch,
): Sandbox {
  return {
    description: options.description,
    dependencies: 'mounted',
    environment: process.env,
    isRemote: false,
    visibleRoot: (repository) => visibleRoot(repository, options.places.folders),
    privatePlaces: () => ({ home: insideHome, temporary: '/tmp' }),
    launch: (plan) => launch(options, plan),
  };
}

export const insideHome = '/parity/home';

/** Of `/dev/shm`, which is memory that no process is charged for. */
export const sharedMemoryBytes = 256 * 1024 * 1024;

export function mountedLayers({ dependencies, root }: SandboxPlan): Layer[] {
  return dependencies.map(({ path }, index) => ({
    lower: `/parity/lower/${index}`,
    upper: `/parity/upper/${index}`,
    target: `${root}/${path}`,
  }));
}

/**
 * Where commands see the copy: at the path of the user's checkout where that can be, which is then out of reach itself.
 * Programs of a virtual environment and packages that are installed in place name that path, and so find the copy.
 */
export function visibleRoot(repository: string | undefined, shown: readonly string[]): string {
  const neutral = '/parity/copy';
  if (repository === undefined) return neutral;
  const taken = ['/', '/tmp', '/dev', '/proc', '/parity', ...shown];
  const isInTheWay = taken.some((folder) => !relative(repository, folder).startsWith('..'));
  return isInTheWay ? neutral : repository;
}
