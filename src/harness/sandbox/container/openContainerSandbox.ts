import { AppError } from '../../../base/appError.ts';
import type { SandboxDescription } from '../../../benchmark/workshop.ts';
import type { Sandbox, SandboxLimits } from '../sandbox.ts';
import { tryOut } from '../tryOut.ts';
import type { ContainerChoice } from './containerChoice.ts';
import { lastLine, openContainerProgram } from './containerProgram.ts';
import { containerSandbox } from './containerSandbox.ts';
import { removeLeftContainers } from './leftContainers.ts';

export interface ContainerSearch {
  readonly limits: SandboxLimits;
  /** The harness's own, new. */
  readonly temporaryFolder: string;
}

const timeoutMs = 10_000;

/**
 * The sandbox that was chosen, after a container has looked whether it is kept in. Rejects with
 * `benchmark-container-unusable`: nothing takes the place of what a person chose.
 */
export async function openContainerSandbox(
  choice: ContainerChoice,
  { limits, temporaryFolder }: ContainerSearch,
  signal: AbortSignal,
): Promise<Sandbox> {
  const container = await openContainerProgram(choice, signal);
  await removeLeftContainers(container.path, signal);
  const { version, image } = container;
  let complaint = '';
  for (const overlays of [true, false]) {
    const make = (shortfalls: readonly string[], processes: number | undefined): Sandbox => {
      const description: SandboxDescription = {
        ...{ level: 'container', isOffline: true, isContained: true, memoryBytes: limits.memoryBytes, processes },
        container: { program: container.kind, version, image: choice.image, digest: image.digest },
        ...(shortfalls.length === 0 ? {} : { shortfall: shortfalls.join('; ') }),
      };
      return containerSandbox({ container, overlays, temporaryFolder, description });
    };
    const trial = { limits, temporaryFolder, timeoutMs, writesOver: overlays };
    const end = await tryOut(make([], limits.processes), trial, signal);
    if (!end.works) {
      complaint = lastLine(end.output);
      continue;
    }
    // Without control groups only what every process of Linux can be limited in is.
    const isGrouped = end.maxProcesses === String(limits.processes);
    const areCounted = isGrouped || container.isRootless;
    return make(
      [
        ...(overlays ? [] : ['dependencies cannot be written to']),
        ...(end.canReachItself ? [] : ['tests cannot reach servers of their own']),
        ...(isGrouped ? [] : ['memory is limited for each process alone']),
        ...(areCounted ? [] : ['processes are not counted']),
      ],
      areCounted ? limits.processes : undefined,
    );
  }
  throw new AppError('benchmark-container-unusable', { ...choice, problem: 'cannot-keep-in', detail: complaint });
}
