import type { TaskBase } from '../task.ts';

/** A source file of the base that counts: no test, not generated, vendored or secret. What the miners of one file get. */
export interface MinedFile {
  readonly path: string;
  /** As VS Code names it. */
  readonly language: string;
  /** Decoded, without byte order mark, with `\n` line ends. */
  readonly text: string;
  readonly base: TaskBase;
  /** The folder of the package it belongs to, `.` for the repository's own. */
  readonly packageDirectory: string;
  /** Test files that go by the file's name or lie beside it, the likeliest first. */
  readonly relatedTests: readonly string[];
  originOf(span: TextSpan): TextOrigin;
}

/** UTF-16 offsets in the file's text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Where text came from, as the fields of a task have it: the latest commit that wrote into it, as far as history was read. */
export interface TextOrigin {
  readonly cluster: string;
  readonly date: string | null;
}
