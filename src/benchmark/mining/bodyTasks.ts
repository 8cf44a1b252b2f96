/** Family 2, body restoration: the body of a function is replaced by a throw, and the repository's tests decide. */
import type { Candidate } from '../candidate.ts';
import type { Syntax, SyntaxTree } from '../syntax.ts';
import type { BodyTask } from '../task.ts';
import type { FileMiner } from './fileMiner.ts';
import { findFunctions, scriptLanguages } from './findFunctions.ts';
import { judgeFunction } from './functionWorth.ts';
import type { FoundFunction, FunctionBody } from './functions/foundFunction.ts';
import type { MinedFile, TextSpan } from './minedFile.ts';
import { repairDraft } from './repairDraft.ts';
import { seededOrder } from './seededOrder.ts';

export type BodyDraft = Omit<BodyTask, 'id' | 'tests'>;

const maxPerFile = 3;

export interface BodyMiner extends FileMiner {
  mine(file: MinedFile, seed: string, reject: (reason: string) => void): Candidate<BodyDraft>[];
}

/** At most {@link maxPerFile} for each file, in the seed's order; none of their functions is within another. */
export function bodyMiner(syntax: Syntax): BodyMiner {
  return {
    family: 'body',
    mine(file, seed, reject) {
      const tree = syntax.parse(file.language, file.text);
      if (tree === undefined) {
        reject('not-read');
        return [];
      }
      try {
        const attempt = (chosen: Choice): Attempt => breakAsWhole(file, chosen, { syntax, tree });
        return chooseFunctions(file, { tree, seed, reject, attempt });
      } finally {
        tree.dispose();
      }
    },
  };
}

interface Choice {
  readonly found: FoundFunction;
  readonly body: FunctionBody;
}

/** `undefined`: the broken file does not parse. */
type Attempt = Candidate<BodyDraft> | undefined;

interface Choosing {
  readonly tree: SyntaxTree;
  readonly seed: string;
  reject(reason: string): void;
  attempt(choice: Choice): Attempt;
}

function chooseFunctions(file: MinedFile, { tree, seed, reject, attempt }: Choosing): Candidate<BodyDraft>[] {
  const worthy = findFunctions(file.language, tree, file.text).flatMap((found): Choice[] => {
    const verdict = judgeFunction(found, file.text);
    if (verdict.kind === 'worth') return [{ found, body: verdict.body }];
    reject(verdict.reason);
    return [];
  });
  const candidates: Candidate<BodyDraft>[] = [];
  const taken: TextSpan[] = [];
  for (const choice of seededOrder(worthy, seed, ({ found }) => keyOf(file, found))) {
    if (candidates.length === maxPerFile || taken.some((span) => overlaps(span, choice.found.span))) {
      reject('enough-of-the-file');
      continue;
    }
    const candidate = attempt(choice);
    if (candidate === undefined) {
      reject('broken-does-not-parse');
      continue;
    }
    taken.push(choice.found.span);
    candidates.push(candidate);
  }
  return candidates;
}

interface Parsed {
  readonly syntax: Syntax;
  readonly tree: SyntaxTree;
}

function breakAsWhole(file: MinedFile, { found, body }: Choice, { syntax, tree }: Parsed): Attempt {
  const { text, hole } = breakBody(file.text, found, body, file.language);
  const broken = syntax.parse(file.language, text);
  const isWhole = broken !== undefined && broken.root.hasError === tree.root.hasError;
  broken?.dispose();
  if (!isWhole) return undefined;
  const draft: BodyDraft = {
    ...repairDraft(file, text, found.span),
    family: 'body',
    functionName: found.name,
    hole,
  };
  return { draft, relatedTests: file.relatedTests };
}

function keyOf({ path }: MinedFile, { name, kind, span }: FoundFunction): string {
  return `${path}|${name}|${kind}|${span.start}`;
}

function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

function breakBody(
  text: string,
  { indentation }: FoundFunction,
  { span, form }: FunctionBody,
  language: string,
): { readonly text: string; readonly hole: TextSpan } {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const statement = scriptLanguages.has(language) ? `throw new Error('not implemented');` : 'raise NotImplementedError';
  const unit = indentation.includes('\t') ? '\t' : '  ';
  const replacement =
    form === 'expression' ? `{${lineEnd}${indentation}${unit}${statement}${lineEnd}${indentation}}` : statement;
  return {
    text: text.slice(0, span.start) + replacement + text.slice(span.end),
    hole: { start: span.start, end: span.start + replacement.length },
  };
}
