import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../base/appError.ts';
import type { TaskBase } from '../../benchmark/task.ts';
import type { TaskCopy, Workshop } from '../../benchmark/workshop.ts';
import { createBlobReader } from '../git/blobReader.ts';
import { createTreeReader } from '../git/treeReader.ts';
import { findGroupPlace } from '../sandbox/controlGroup.ts';
import { automaticLevels, detectSandbox, type SandboxLevel } from '../sandbox/detectSandbox.ts';
import type { ContainerChoice } from '../sandbox/container/containerChoice.ts';
import { openContainerSandbox } from '../sandbox/container/openContainerSandbox.ts';
import type { Sandbox, SandboxLimits } from '../sandbox/sandbox.ts';
import { type BaseFiles, commitFiles, folderFiles, listedFiles } from './baseFiles.ts';
import { CopyFolder } from './copyFolder.ts';
import { findDependencies, interpretersOf } from './findDependencies.ts';
import { createFreshRepositories } from './freshRepository.ts';
import { createGitMentions } from './gitMentions.ts';
import { openTaskCopy } from './taskCopy.ts';
import { makeTemporaryFolder } from './temporaryFolder.ts';

export interface WorkshopOptions {
  /** Top of the repository, or the folder, that commits and installed dependencies come from; none: tasks bring their files. */
  readonly checkout: string | undefined;
  /** In the place of what the system offers. */
  readonly container?: ContainerChoice | undefined;
  /** Tried in this order; by default the best that works without being set up. */
  readonly levels?: readonly SandboxLevel[];
  readonly limits?: Partial<SandboxLimits>;
  /** Where the folder for all copies is made. */
  readonly temporaryFolder?: string;
}

/** A workshop in this process. Ends all that runs in it, and deletes its folder. */
export interface OwnWorkshop extends Workshop {
  dispose(): Promise<void>;
}

const gibibyte = 1024 ** 3;
const usualLimits: SandboxLimits = { memoryBytes: 4 * gibibyte, processes: 1024, diskBytes: 2 * gibibyte };
/** So many bases are remembered by their lists of files, and so many unused folders are kept. */
const maxBases = 16;
const maxIdle = 4;

/** Rejects as {@link makeTemporaryFolder} and {@link openContainerSandbox} do. */
export async function createWorkshop(options: WorkshopOptions, signal: AbortSignal): Promise<OwnWorkshop> {
  const checkout = options.checkout === undefined ? undefined : await realpath(options.checkout);
  const limits = { ...usualLimits, ...options.limits };
  const temporary = await makeTemporaryFolder(options.temporaryFolder ?? tmpdir());
  const groupPlace = findGroupPlace();
  let sandbox: Sandbox;
  try {
    const search = { limits, temporaryFolder: temporary.path };
    sandbox =
      options.container === undefined
        ? await detectSandbox(
            {
              ...search,
              levels: options.levels ?? automaticLevels,
              programs: checkout === undefined ? [] : interpretersOf(checkout),
              groupPlace,
            },
            signal,
          )
        : await openContainerSandbox(options.container, search, signal);
  } catch (error) {
    await temporary.dispose();
    throw error;
  }
  const blobs = createBlobReader({ folder: checkout ?? '', program: 'git' });
  const trees = createTreeReader(blobs);
  const bases = new Map<string, BaseFiles>();
  const idle: CopyFolder[] = [];
  const mentionsGit = createGitMentions();
  const makeRepository = createFreshRepositories(join(temporary.path, 'repository'));
  const openCopies = new Set<TaskCopy>();
  let made = 0;

  async function openBase(base: TaskBase, signal: AbortSignal): Promise<BaseFiles> {
    switch (base.kind) {
      case 'files':
        return listedFiles(base);
      case 'commit':
        if (checkout === undefined) throw new AppError('benchmark-base-missing', { base: base.commit });
        return commitFiles({ trees, blobs, commit: base.commit }, signal);
      case 'folder':
        if (checkout === undefined) throw new AppError('benchmark-base-missing', { base: base.digest });
        return folderFiles(checkout, base.digest, signal);
    }
  }

  async function knownBase(base: TaskBase, signal: AbortSignal): Promise<BaseFiles> {
    if (base.kind === 'files') return openBase(base, signal);
    const key = base.kind === 'commit' ? base.commit : base.digest;
    const files = bases.get(key) ?? (await openBase(base, signal));
    bases.delete(key);
    bases.set(key, files);
    for (const oldest of bases.keys()) if (bases.size > maxBases) bases.delete(oldest);
    return files;
  }

  /** The idle folder that needs the least to become the base, or a new one. */
  function takeFolder(base: BaseFiles): CopyFolder {
    const best = idle.toSorted((a, b) => a.distance(base) - b.distance(base))[0];
    made += 1;
    if (best === undefined) return new CopyFolder(join(temporary.path, `copy-${made}`));
    idle.splice(idle.indexOf(best), 1);
    return best;
  }

  return {
    sandbox: sandbox.description,
    async open(base, edits, signal) {
      const files = await knownBase(base, signal);
      const dependencies = checkout === undefined ? [] : await findDependencies(checkout, files);
      const folder = takeFolder(files);
      // Before anything is waited for: copies are opened side by side, and each has a place of its own.
      const scratchFolder = join(temporary.path, `scratch-${made}`);
      let copy: TaskCopy | undefined;
      const giveBack = (): void => {
        if (copy !== undefined) openCopies.delete(copy);
        if (idle.length < maxIdle) idle.push(folder);
        else folder.remove();
      };
      // What runs elsewhere may write here.
      if (!sandbox.description.isContained) folder.expectChanges();
      try {
        await folder.makeReady(files, signal);
        const needsRepository = await mentionsGit(files, signal);
        copy = await openTaskCopy(
          {
            folder,
            scratchFolder,
            sandbox,
            limits,
            groupPlace,
            dependencies,
            makeRepository: needsRepository ? makeRepository : undefined,
            checkout,
            giveBack,
          },
          edits,
          signal,
        );
        openCopies.add(copy);
        return copy;
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    async dispose() {
      await Promise.all([...openCopies].map((copy) => copy.dispose()));
      await blobs.dispose();
      await temporary.dispose();
    },
  };
}
