/** Where tasks are worked on: copies of a repository's files, and commands that run in them. `harness` implements it. */
import type { WorkspaceFiles } from '../tools/workspaceFiles.ts';
import type { FileEdit, TaskBase } from './task.ts';

export interface Workshop {
  readonly sandbox: SandboxDescription;
  /**
   * A copy of the base with `edits` on top, and nothing of the repository's history in it. Rejects with
   * `benchmark-base-missing` when the base cannot be had any more.
   */
  open(base: TaskBase, edits: readonly FileEdit[], signal: AbortSignal): Promise<TaskCopy>;
}

/** What commands in a copy are kept from. For the record and for people. */
export interface SandboxDescription {
  readonly level: 'bubblewrap' | 'unshare' | 'sandbox-exec' | 'container' | 'none';
  /** At level `container`. */
  readonly container?: ContainerDescription;
  /** No connection leaves the copy. */
  readonly isOffline: boolean;
  /** Nothing outside of the copy can be written. */
  readonly isContained: boolean;
  readonly memoryBytes: number | undefined;
  readonly processes: number | undefined;
  /** Why the level is no better, in one clause; absent at the best one. */
  readonly shortfall?: string;
}

/** The programs of tests are those of the image, not those of this machine. */
export interface ContainerDescription {
  readonly program: string;
  readonly version: string;
  /** As it was chosen; `digest` tells which one the name stood for. */
  readonly image: string;
  readonly digest: string;
}

export interface TaskCopy {
  /** Absolute path of the copy as commands see it, and name it in their reports. */
  readonly root: string;
  /** For the production tools. What they write is in this copy alone. */
  readonly files: WorkspaceFiles;
  apply(edits: readonly FileEdit[], signal: AbortSignal): Promise<void>;
  /** What differs from the copy as it was opened, without what commands left behind that is ignored or generated. */
  changes(signal: AbortSignal): Promise<readonly FileEdit[]>;
  run(command: SandboxCommand, signal: AbortSignal): Promise<CommandOutcome>;
  /** Ends what still runs in it and deletes it. */
  dispose(): Promise<void>;
}

export interface SandboxCommand {
  /** The program is looked up in the user's PATH, and in `node_modules/.bin` of `directory` and the folders above it. */
  readonly argv: readonly [string, ...string[]];
  /** `.` or a folder of the copy. */
  readonly directory: string;
  /** On top of the scrubbed environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the copy to bring back, as globs relative to it: reports and coverage that the command writes. */
  readonly collect: readonly string[];
  /** From its beginning: the time that a container takes to come up does not count. */
  readonly timeoutMs: number;
  readonly outputBytes: number;
}

export interface CommandOutcome {
  readonly kind: 'exited' | 'timed-out' | 'too-much-output' | 'not-started';
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The head and the tail of what it wrote, both streams in order, with a line between that says how much is left out. */
  readonly output: string;
  readonly collected: readonly { readonly path: string; readonly text: string }[];
  readonly durationMs: number;
}

/** One test as its runner reports it. */
export interface TestCase {
  /** `file > suite > test`, unique within the run: a second of the same name gets ` #2`. */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number | undefined;
}

export type TestRun =
  | { readonly kind: 'ran'; readonly cases: readonly TestCase[]; readonly output: string; readonly durationMs: number }
  /** No verdict of single tests could be had. `not-started` is no fault of the code. */
  | {
      readonly kind: 'broken';
      readonly cause: 'timed-out' | 'too-much-output' | 'no-report' | 'no-tests' | 'not-started';
      readonly output: string;
      readonly durationMs: number;
    };
