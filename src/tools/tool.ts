/**
 * What a tool is. This folder knows nothing of VS Code or Node: files are reached through `WorkspaceFiles`, which alone
 * decides what lies inside the workspace.
 */
import type * as z from 'zod';
import type { WorkspaceFiles } from './workspaceFiles.ts';

export interface Tool<Input = unknown> {
  readonly name: string;
  /** For the model. */
  readonly description: string;
  /** Parses what the model gave (strings from a local model) into what `run` takes; also the source of its JSON Schema. */
  readonly input: z.ZodType<Input>;
  /** `read` runs without asking; `write` and `run` need a trusted workspace and the user's consent for each call. */
  readonly effect: 'read' | 'write' | 'run';
  /** What it works on, for one line of the chat. */
  target(input: Input): string;
  /** What running it would change, to be shown before consent. A tool with no `preview` changes nothing. */
  preview?(input: Input, context: ToolContext, signal: AbortSignal): Promise<PreviewOutcome>;
  run(input: Input, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}

export interface ToolContext {
  readonly files: WorkspaceFiles;
  /** What this conversation has read, so that an edit of something else, or of a changed file, is refused. */
  readonly seen: SeenFiles;
}

/** Path (as `WorkspaceFiles` resolved it) to the file's text when the model last saw or wrote it. Owned by the session. */
export interface SeenFiles {
  get(path: string): string | undefined;
  set(path: string, text: string): void;
}

/** `text` goes to the model; `summary` is one line for the user, such as `42 lines`. */
export type ToolOutcome =
  | { readonly kind: 'ok'; readonly text: string; readonly summary: string }
  | { readonly kind: 'failed'; readonly text: string; readonly summary: string };

export type PreviewOutcome =
  { readonly kind: 'change'; readonly change: FileChange } | Extract<ToolOutcome, { kind: 'failed' }>;

export interface FileChange {
  /** Resolved path, relative to its workspace folder as shown to the model. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}
