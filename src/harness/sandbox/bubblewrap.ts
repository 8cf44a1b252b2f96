import { join } from 'node:path';
import { insideHome, type MountedOptions, mountedLayers, mountedSandbox, sharedMemoryBytes } from './insidePlaces.ts';
import type { Launch, Sandbox, SandboxPlan } from './sandbox.ts';
import { settleArguments } from './settleScript.ts';
import { trustedPath } from './trustedPath.ts';

/** See bwrap(1). The order of arguments is the order in which the new tree is built. */
export function bubblewrapSandbox(options: MountedOptions): Sandbox {
  return mountedSandbox(options, launch);
}

function launch({ places, overlays }: MountedOptions, plan: SandboxPlan): Launch {
  const { copyFolder, scratchFolder, root, directory, dependencies, limits } = plan;
  const layers = overlays ? mountedLayers(plan) : [];
  const dependencyBinds = dependencies.flatMap(({ source, path }, index) => {
    const layer = layers[index];
    if (layer === undefined) return ['--ro-bind', source, `${root}/${path}`];
    const written = join(scratchFolder, 'layers', String(index));
    return ['--ro-bind', source, layer.lower, '--bind', written, layer.upper];
  });
  const isRoot = process.getuid?.() === 0;
  return {
    program: 'bwrap',
    folder: '/',
    environment: { ...plan.environment, PATH: trustedPath },
    arguments: [
      ...['--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
      ...['--die-with-parent', '--new-session', '--hostname', 'parity'],
      ...places.folders.flatMap((folder) => ['--ro-bind', folder, folder]),
      ...places.links.flatMap(({ path, target }) => ['--symlink', target, path]),
      ...places.hidden.flatMap(({ path, kind }) =>
        kind === 'file' ? ['--ro-bind', '/dev/null', path] : ['--tmpfs', path, '--remount-ro', path],
      ),
      ...['--proc', '/proc', '--dev', '/dev', '--size', String(sharedMemoryBytes), '--tmpfs', '/dev/shm'],
      ...['--bind', join(scratchFolder, 'tmp'), '/tmp', '--bind', join(scratchFolder, 'home'), insideHome],
      ...['--bind', copyFolder, root],
      ...dependencyBinds,
      ...['--remount-ro', '/dev', '--remount-ro', '/'],
      // To lay the layers, and to map the user's own number again; see settleScript.
      ...(overlays
        ? [
            '--uid',
            '0',
            '--gid',
            '0',
            '--cap-add',
            'CAP_SYS_ADMIN',
            '--cap-add',
            'CAP_DAC_OVERRIDE',
            '--cap-add',
            'CAP_SETFCAP',
          ]
        : []),
      ...['--chdir', directory === '.' ? root : `${root}/${directory}`],
      '--',
      'sh',
      ...settleArguments(
        {
          layers,
          memoryBytes: limits.memoryBytes,
          processes: limits.processes,
          searchPath: plan.searchPath,
          drop: !overlays ? 'none' : isRoot ? 'caps' : 'user',
        },
        plan.argv,
      ),
    ],
  };
}
