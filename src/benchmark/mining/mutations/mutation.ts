import type { SyntaxNode } from '../../syntax.ts';
import type { TextSpan } from '../minedFile.ts';

/** A way to make a small mistake, of the kind that people make. It looks at one node, whatever that is, and proposes. */
export interface MutationOperator {
  readonly name: string;
  /** Each of them alone gives other code of another meaning, as far as can be told from the node. None: nothing to do here. */
  changes(node: SyntaxNode, code: MutableCode): readonly TextChange[];
}

/** `replacement` goes where `span` is, in the text of the file. */
export interface TextChange {
  readonly span: TextSpan;
  readonly replacement: string;
}

export interface MutableCode {
  readonly text: string;
  readonly dialect: 'script' | 'python';
}

export function textOf({ start, end }: TextSpan, { text }: MutableCode): string {
  return text.slice(start, end);
}

/** Equal but for blanks. */
export function isSameCode(a: TextSpan, b: TextSpan, code: MutableCode): boolean {
  const squeeze = (span: TextSpan): string => textOf(span, code).replaceAll(/\s+/g, ' ');
  return squeeze(a) === squeeze(b);
}
