import type { SandboxDescription } from '../../benchmark/workshop.ts';

/** One way to keep commands to a copy. What it is told of is on this machine; it decides where commands see it. */
export interface Sandbox {
  readonly description: SandboxDescription;
  /** Where commands see a copy that was made of `repository`; `undefined`: where it is. */
  visibleRoot(repository: string | undefined): string | undefined;
  /** Home and temporary folder as commands see them. */
  privatePlaces(scratchFolder: string): { readonly home: string; readonly temporary: string };
  /** How dependencies reach the copy: laid over it for the command alone, or as links that the copy must have. */
  readonly dependencies: 'mounted' | 'linked';
  /** What commands inherit before it is scrubbed. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Commands are started by another program than this one, which counts and limits them. */
  readonly isRemote: boolean;
  launch(plan: SandboxPlan): Launch;
}

export interface SandboxPlan {
  readonly copyFolder: string;
  /** Private to the copy, with the folders `home`, `tmp` and `layers`. */
  readonly scratchFolder: string;
  /** As {@link Sandbox.visibleRoot} gave it. */
  readonly root: string;
  /** `.` or a folder of the copy. */
  readonly directory: string;
  readonly dependencies: readonly Dependency[];
  readonly argv: readonly [string, ...string[]];
  /** Where the command's programs are looked up. Some of it can be written by commands: nothing of ours may come from there. */
  readonly searchPath: string;
  /** All else of the environment: scrubbed, and what the command asked for. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
}

/** A folder of the user's checkout that the copy lacks and tests need: `node_modules`, a virtual environment. */
export interface Dependency {
  /** Relative to the copy, with `/`. */
  readonly path: string;
  /** Absolute, links resolved. Never written. */
  readonly source: string;
}

export interface SandboxLimits {
  /** Of one process, and of all of them together. */
  readonly memoryBytes: number;
  /** Threads count as processes do. */
  readonly processes: number;
  /** What commands may add to the disk. */
  readonly diskBytes: number;
}

/** What is started in the end. Its descriptor 3 tells, with a line `started`, that the command itself was found. */
export interface Launch {
  /** Where no descriptor and no signal reaches the command: its first line of output is `started`, and is not kept. */
  readonly remote?: {
    /** Ends all that was started, whether or not this launch's own process is still there. */
    end(): Promise<void>;
  };
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}
