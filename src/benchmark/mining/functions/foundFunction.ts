import type { SyntaxNode } from '../../syntax.ts';
import type { TextSpan } from '../minedFile.ts';

/** A function with a name, as it stands in its file. Nodes end with their tree; the rest is plain. */
export interface FoundFunction {
  /** Qualified by what it is in: `Queue.push`, `outer.inner`. */
  readonly name: string;
  readonly kind: 'function' | 'method' | 'constructor' | 'getter' | 'setter';
  /** `overload` and `abstract` have no body that runs. */
  readonly declares: 'whole' | 'overload' | 'abstract';
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Of a class that extends another: its constructor has to call that one's. */
  readonly isInSubclass: boolean;
  /** The text of each, with type and default. */
  readonly parameters: readonly string[];
  /** With decorators, `export`, and what it is assigned to; without the comment before it. */
  readonly span: TextSpan;
  /** The comment right before it, or the docstring. */
  readonly documentation: TextSpan | undefined;
  /** Whitespace before the line that it starts on. */
  readonly indentation: string;
  /** `undefined`: it has none, or nothing but a docstring. */
  readonly body: FunctionBody | undefined;
  readonly node: SyntaxNode;
}

export interface FunctionBody {
  /** From the first statement or comment to the end of the last one: without braces, and without the docstring. */
  readonly span: TextSpan;
  /**
   * `lines`: statements on lines of their own. `inline`: statements that share a line with the head or a brace.
   * `expression`: of an arrow function.
   */
  readonly form: 'lines' | 'inline' | 'expression';
  /** Of its first line, where the form is `lines`. */
  readonly indentation: string;
  /** The statements, without comments; the expression. */
  readonly statements: readonly SyntaxNode[];
}
