/** The syntax of source files, as far as mining and scoring need it. `harness` implements it with tree-sitter. */
import type { Disposable } from '../base/disposables.ts';

export interface Syntax {
  /** Loads what these languages need; those without a grammar are left out in silence. */
  prepare(languages: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * `undefined`: there is no grammar for the language, it was not prepared, or the text is too large for it (1,000,000
   * code units) or too tangled. The tree must be disposed of. It may be very deep: walk it without recursion.
   */
  parse(language: string, text: string): SyntaxTree | undefined;
}

export interface SyntaxTree extends Disposable {
  readonly root: SyntaxNode;
  /** Those that lie in the range, also in part; in no order. Found in a fraction of the time of a walk. */
  leaves(search: LeafSearch): readonly TextRange[];
  /**
   * What `parse` would give for the changed text, in the time that the change takes: a tree of its own, and this one stays.
   * Where there are errors, the two may place them differently; whether there are any is the same.
   */
  reparse(change: TextChange): SyntaxTree | undefined;
}

/** UTF-16 offsets; `end` is behind the last unit. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Named nodes of some width, without children, of the types that the pattern matches. */
export interface LeafSearch extends TextRange {
  readonly type: RegExp;
}

/** In UTF-16 offsets of the text before the change; `text` takes the place of `start` to `end`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Nodes are views of their tree: they end with it. Node types are those of the tree-sitter grammars. */
export interface SyntaxNode {
  readonly type: string;
  readonly isNamed: boolean;
  /** An `ERROR` or a missing token at or below this node. */
  readonly hasError: boolean;
  /** UTF-16 offsets; `end` is behind the last unit. */
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
  field(name: string): SyntaxNode | undefined;
}
