import { findFunctions, scriptLanguages } from '../mining/findFunctions.ts';
import type { FoundFunction } from '../mining/functions/foundFunction.ts';
import { countSyntaxErrors } from '../scoring/syntaxErrors.ts';
import type { Syntax, SyntaxTree } from '../syntax.ts';

/** A text with its functions that have a body. Ends with the call that it is given to. */
export interface FunctionText {
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly functions: readonly FoundFunction[];
  readonly errors: number;
}

/** Calls `use` with each way to read a text, until it returns something. Not at all where there is no grammar. */
export function readFunctions<T>(
  syntax: Syntax,
  language: string,
  texts: Iterable<string>,
  use: (read: FunctionText) => T | undefined,
): T | undefined {
  for (const text of texts) {
    const tree = syntax.parse(language, text);
    if (tree === undefined) continue;
    try {
      const functions = findFunctions(language, tree, text).filter(
        ({ declares, node }) => declares === 'whole' && node.field('body') !== undefined,
      );
      const result = use({ text, tree, functions, errors: countSyntaxErrors(tree.root) });
      if (result !== undefined) return result;
    } finally {
      tree.dispose();
    }
  }
  return undefined;
}

/** Methods stand in no class when a model writes one alone: where the text is no program, something is put around it. */
export function readingsOf(language: string, block: string): readonly string[] {
  if (scriptLanguages.has(language)) return [block, `class _ {\n${block}\n}`, `({\n${block}\n})`];
  if (language === 'python' && /^\s*\n?[ \t]+\S/.test(block)) return [`if True:\n${block}`, block];
  return [block];
}

/** None of them is within another. */
export function outermost(functions: readonly FoundFunction[]): readonly FoundFunction[] {
  const chosen: FoundFunction[] = [];
  let end = -1;
  for (const found of functions.toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)) {
    if (found.span.start < end) continue;
    chosen.push(found);
    end = found.span.end;
  }
  return chosen;
}

type Named = Pick<FoundFunction, 'name' | 'kind' | 'parameters'>;

/**
 * How well two functions go by each other's heads: 0 not at all. A model may write a method without its class, and a name
 * alone then tells little: the file may have a function of the same name. A getter and its setter share theirs.
 */
export function likeness(one: Named, other: Named): number {
  if (lastPart(one.name) !== lastPart(other.name)) return 0;
  const isSameName = one.name === other.name && one.name.includes('.');
  const hasSameParameters = one.parameters.join() === other.parameters.join();
  return 1 + (isSameName ? 4 : 0) + (hasSameParameters ? 2 : 0) + (one.kind === other.kind ? 1 : 0);
}

export function likest(functions: readonly FoundFunction[], wanted: Named): FoundFunction | undefined {
  let best: { readonly found: FoundFunction; readonly likeness: number } | undefined;
  for (const found of functions) {
    const degree = likeness(found, wanted);
    if (degree > (best?.likeness ?? 0)) best = { found, likeness: degree };
  }
  return best?.found;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
