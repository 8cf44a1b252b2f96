import { dirname, join } from 'node:path';
import { throwIfAborted } from '../../base/appError.ts';
import { isTaskPath, type FileEdit } from '../../benchmark/task.ts';
import type { CommandOutcome, SandboxCommand, TaskCopy } from '../../benchmark/workshop.ts';
import { type GroupPlace, openGroup } from '../sandbox/controlGroup.ts';
import { makeScratch } from '../sandbox/scratch.ts';
import { markVariable } from '../sandbox/processTree.ts';
import { runLaunch } from '../sandbox/runLaunch.ts';
import type { Dependency, Sandbox, SandboxLimits } from '../sandbox/sandbox.ts';
import { scrubbedEnvironment } from '../sandbox/scrubbedEnvironment.ts';
import { searchPath } from '../sandbox/searchPath.ts';
import { collectFiles } from './collectFiles.ts';
import type { CopyFolder } from './copyFolder.ts';
import { excessOf, manyMore } from './excess.ts';
import { readFolderState } from './folderState.ts';
import type { MakeRepository } from './freshRepository.ts';
import { isLeftBehind } from './leftBehind.ts';
import { linkDependency } from './linkDependency.ts';
import { createNodeFiles } from './nodeFiles.ts';
import { makeRealFolders, placeFile, removeAll, removePlaced } from './placeFile.ts';
import { textOf } from './textOf.ts';

export interface CopySurroundings {
  readonly folder: CopyFolder;
  readonly scratchFolder: string;
  readonly sandbox: Sandbox;
  readonly limits: SandboxLimits;
  readonly groupPlace: GroupPlace | undefined;
  readonly dependencies: readonly Dependency[];
  /** `undefined`: no command will ask for one. */
  readonly makeRepository: MakeRepository | undefined;
  /** The checkout that the copy stands for, if any. */
  readonly checkout: string | undefined;
  /** Takes the folder back for the next task. */
  giveBack(): void;
}

/** The folder holds its base when it comes here; `edits` make it what the task calls opened. */
export async function openTaskCopy(
  surroundings: CopySurroundings,
  edits: readonly FileEdit[],
  signal: AbortSignal,
): Promise<TaskCopy> {
  const { folder, scratchFolder, sandbox, dependencies, limits, groupPlace, checkout, makeRepository } = surroundings;
  const root = sandbox.visibleRoot(checkout) ?? folder.path;
  const leftOut: ReadonlySet<string> = new Set(['.git', ...dependencies.map(({ path }) => path)]);
  /** Below the mark of the harness, and not that of another copy: the end of a command ends all that has it. */
  const mark = folder.path;
  /** Where nothing else keeps a copy's processes together. */
  const ownMark = sandbox.dependencies === 'linked' ? mark : undefined;
  const closed = new AbortController();
  const running = new Set<Promise<unknown>>();
  /** Texts that the copy was opened with, and paths that were written since by the harness or a tool. */
  const opened = new Map<string, string | null>();
  const written = new Set<string>();
  await makeScratch(scratchFolder, dependencies.length);
  for (const dependency of dependencies) layDependency(dependency);
  place(edits);
  for (const { path } of edits) opened.set(path, textOf(folder.path, path) ?? null);
  // What stands there now is what the next call compares with.
  const baseline = await folder.files(leftOut, signal);

  function layDependency(dependency: Dependency): void {
    const { path } = dependency;
    folder.touch(path);
    makeRealFolders(folder.path, dirname(path));
    removeAll(join(folder.path, path));
    if (sandbox.dependencies === 'mounted') makeRealFolders(folder.path, path);
    else linkDependency(folder.path, dependency, checkout);
  }

  function place(list: readonly FileEdit[]): void {
    for (const { path, text } of list) {
      if (!isTaskPath(path)) throw new RangeError(`${JSON.stringify(path)} is outside of the copy`);
      folder.touch(path);
      if (text === null) removePlaced(folder.path, path);
      else placeFile(folder.path, path, new TextEncoder().encode(text));
    }
  }

  let repository: Promise<void> | undefined;
  /** For the first command: most copies run none. What the harness put there since they were opened stays out of it. */
  async function haveRepository(signal: AbortSignal): Promise<void> {
    if (makeRepository === undefined) return;
    const added = [...written].filter((path) => !baseline.has(path));
    repository ??= makeRepository(folder.path, [...leftOut, ...added], signal);
    try {
      await repository;
    } catch (error) {
      repository = undefined;
      throw error;
    }
  }

  async function run(command: SandboxCommand, signal: AbortSignal): Promise<CommandOutcome> {
    const either = AbortSignal.any([signal, closed.signal]);
    const { directory, argv } = command;
    if (directory !== '.' && !isTaskPath(directory)) throw new RangeError('the folder is outside of the copy');
    folder.expectChanges();
    await haveRepository(either);
    await makeScratch(scratchFolder, dependencies.length);
    const environment = scrubbedEnvironment(sandbox.environment, sandbox.privatePlaces(scratchFolder));
    const isWindows = process.platform === 'win32' && !sandbox.isRemote;
    const place = sandbox.isRemote ? undefined : groupPlace;
    const launch = sandbox.launch({
      ...{ copyFolder: folder.path, scratchFolder, root, directory, dependencies, limits, argv },
      environment: {
        ...environment,
        ...command.environment,
        // What is started elsewhere is found otherwise.
        ...(sandbox.isRemote ? {} : { [markVariable]: mark }),
      },
      searchPath:
        command.environment['PATH'] ??
        searchPath({ root, directory, isWindows }, dependencies, environment['PATH'] ?? ''),
    });
    const bounds = {
      timeoutMs: command.timeoutMs,
      outputBytes: command.outputBytes,
      excess: excessOf(limits, { folders: [folder.path, scratchFolder], mark: ownMark }),
      // Where nothing else holds them back, they are counted often.
      ...(place === undefined && !sandbox.isRemote ? { isUrgent: manyMore(limits.processes) } : {}),
    };
    throwIfAborted(either);
    const group = place === undefined ? undefined : openGroup(place, limits);
    const end = await runLaunch(launch, { bounds, mark: ownMark, group }, either);
    // Layers that a command wrote over dependencies are its own.
    removeAll(join(scratchFolder, 'layers'));
    return { ...end, collected: await collectFiles(folder.path, { globs: command.collect, leftOut }, either) };
  }

  async function changes(signal: AbortSignal): Promise<FileEdit[]> {
    const now = await readFolderState(folder.path, leftOut, signal);
    const paths = new Set([...now.files.keys(), ...baseline.keys()]);
    const found: FileEdit[] = [];
    for (const path of [...paths].sort()) {
      const before = baseline.get(path);
      const after = now.files.get(path);
      if (
        before !== undefined &&
        after !== undefined &&
        before.changedMs === after.changedMs &&
        before.inode === after.inode
      )
        continue;
      if (!isTaskPath(path) || (after !== undefined && after.kind !== 'file')) continue;
      if (before === undefined && !written.has(path) && isLeftBehind(folder.path, path)) continue;
      const text = after === undefined ? null : textOf(folder.path, path);
      const textBefore = opened.has(path) ? opened.get(path) : await folder.textOf(path, signal);
      if (text !== undefined && text !== (before === undefined ? null : textBefore)) found.push({ path, text });
    }
    return found;
  }

  function onWrite(path: string): void {
    folder.touch(path);
    written.add(path);
  }

  let disposal: Promise<void> | undefined;
  async function dispose(): Promise<void> {
    closed.abort();
    await Promise.allSettled(running);
    removeAll(scratchFolder);
    surroundings.giveBack();
  }

  const tracked = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const forget = (): void => void running.delete(work);
    work.then(forget, forget);
    return work;
  };

  return {
    root,
    files: createNodeFiles(folder.path, { aliases: [root], leftOut, onWrite }),
    async apply(list, signal) {
      throwIfAborted(signal);
      place(list);
      for (const { path } of list) written.add(path);
    },
    changes,
    run: (command, signal) => tracked(run(command, signal)),
    dispose: () => (disposal ??= dispose()),
  };
}
