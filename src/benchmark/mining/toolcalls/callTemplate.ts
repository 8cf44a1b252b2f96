/**
 * A kind of question about a repository to which one way of calling the extension's tools is the answer, or none. What it
 * names stands in the repository, so that a call could be made, and is drawn so that no other call would do as well.
 */
import type { ExpectedCall, ToolcallTask } from '../../task.ts';
import type { Draw } from './draw.ts';
import type { ToolcallMaterial } from './toolcallMaterial.ts';

export interface CallTemplate {
  readonly id: string;
  readonly category: ToolcallTask['category'];
  make(material: ToolcallMaterial, draw: Draw): CallQuestion | NoQuestion;
}

export interface CallQuestion {
  readonly question: string;
  readonly expected: readonly ExpectedCall[];
  /** Of the file that it is about. */
  readonly language?: string;
}

/** The repository has nothing to ask about in this way, or this draw has not. */
export interface NoQuestion {
  readonly rejected: 'no-fitting-file' | 'no-fitting-folder' | 'no-fitting-name';
}
