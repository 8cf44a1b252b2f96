import type { Syntax } from '../syntax.ts';
import { findFunctions } from './findFunctions.ts';
import { judgeFunction } from './functionWorth.ts';
import type { FoundFunction, FunctionBody } from './functions/foundFunction.ts';
import type { MinedFile, TextSpan } from './minedFile.ts';
import type { ParsedFile } from './parsesAsWell.ts';
import { seededOrder } from './seededOrder.ts';

const maxPerFile = 3;

export interface WorthyFunction {
  readonly found: FoundFunction;
  readonly body: FunctionBody;
}

/** What the attempts at one file share; it ends with the choosing. */
export interface FunctionsOfFile extends ParsedFile {
  readonly functions: readonly FoundFunction[];
}

interface Choosing<Made> {
  readonly syntax: Syntax;
  readonly seed: string;
  reject(reason: string): void;
  attempt(choice: WorthyFunction, all: FunctionsOfFile): Made | { readonly rejected: string };
}

/** What could be made of functions: at most {@link maxPerFile} for each file, in the seed's order, none of them within another. */
export function chooseFunctions<Made extends object>(file: MinedFile, choosing: Choosing<Made>): Made[] {
  const { syntax, reject } = choosing;
  const tree = syntax.parse(file.language, file.text);
  if (tree === undefined) {
    reject('not-read');
    return [];
  }
  try {
    return chooseIn(file, { syntax, tree, functions: findFunctions(file.language, tree, file.text) }, choosing);
  } finally {
    tree.dispose();
  }
}

function chooseIn<Made extends object>(
  file: MinedFile,
  all: FunctionsOfFile,
  { seed, reject, attempt }: Choosing<Made>,
): Made[] {
  const worthy = all.functions.flatMap((found): WorthyFunction[] => {
    const verdict = judgeFunction(found, file.text);
    if (verdict.kind === 'worth') return [{ found, body: verdict.body }];
    reject(verdict.reason);
    return [];
  });
  const made: Made[] = [];
  const taken: TextSpan[] = [];
  for (const choice of seededOrder(worthy, seed, ({ found }) => keyOf(file, found))) {
    if (made.length === maxPerFile || taken.some((span) => overlaps(span, choice.found.span))) {
      reject('enough-of-the-file');
      continue;
    }
    const outcome = attempt(choice, all);
    if ('rejected' in outcome) {
      reject(outcome.rejected);
      continue;
    }
    taken.push(choice.found.span);
    made.push(outcome);
  }
  return made;
}

/** The function's own, in the whole repository. */
export function keyOf({ path }: MinedFile, { name, kind, span }: FoundFunction): string {
  return `${path}|${name}|${kind}|${span.start}`;
}

function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end;
}
