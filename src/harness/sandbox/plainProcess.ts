import { join } from 'node:path';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import type { Launch, Sandbox, SandboxPlan } from './sandbox.ts';
import { settleArguments } from './settleScript.ts';
import { trustedPath } from './trustedPath.ts';

/** No sandbox: commands run as the user does, in the copy, with little environment, limits where the system has them. */
export function plainSandbox(description: SandboxDescription): Sandbox {
  return {
    description,
    dependencies: 'linked',
    environment: process.env,
    isRemote: false,
    visibleRoot: () => undefined,
    privatePlaces: (scratchFolder) => ({ home: join(scratchFolder, 'home'), temporary: join(scratchFolder, 'tmp') }),
    launch: process.platform === 'win32' ? launchOnWindows : launchByShell,
  };
}

export function launchByShell({ root, directory, environment, searchPath, limits, argv }: SandboxPlan): Launch {
  // The number of processes is the user's in total here, so that it cannot be limited; it is watched.
  const settle = {
    ...{ layers: [], memoryBytes: limits.memoryBytes, processes: undefined, searchPath },
    drop: 'none',
  } as const;
  return {
    program: '/bin/sh',
    arguments: settleArguments(settle, argv),
    folder: join(root, directory),
    environment: { ...environment, PATH: trustedPath },
  };
}

/** Without a shell in between nothing tells that the command was found: it was when the process could be started. */
function launchOnWindows({ root, directory, environment, searchPath, argv }: SandboxPlan): Launch {
  const [program, ...rest] = argv;
  return { program, arguments: rest, folder: join(root, directory), environment: { ...environment, PATH: searchPath } };
}
