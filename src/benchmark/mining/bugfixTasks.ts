/** Family 3, bug fix: a small mistake is made in a function, and the repository's tests tell whether it was found. */
import type { Candidate } from '../candidate.ts';
import type { Syntax } from '../syntax.ts';
import type { BugfixTask } from '../task.ts';
import { type FunctionsOfFile, type WorthyFunction, chooseFunctions, keyOf } from './chooseFunctions.ts';
import type { FileMiner } from './fileMiner.ts';
import { scriptLanguages } from './findFunctions.ts';
import type { MinedFile } from './minedFile.ts';
import type { MutableCode, TextChange } from './mutations/mutation.ts';
import { mutableNodes } from './mutations/mutableNodes.ts';
import { mutationOperators } from './mutations/mutationOperators.ts';
import { parsesAsWell } from './parsesAsWell.ts';
import { repairDraft } from './repairDraft.ts';
import { seededOrder } from './seededOrder.ts';

type BugfixDraft = Omit<BugfixTask, 'id' | 'tests'>;

/** Tries of one function: nearly all of them parse. */
const maxTries = 4;
/** UTF-16 units of a function: more on the few lines that it may have is data, or meant to be slow. */
const maxLength = 20_000;

export interface BugfixMiner extends FileMiner {
  mine(file: MinedFile, seed: string, reject: (reason: string) => void): Candidate<BugfixDraft>[];
}

/** One mistake for each function that is chosen; all kinds of mistakes are equally likely where they can be made. */
export function bugfixMiner(syntax: Syntax): BugfixMiner {
  return {
    family: 'bugfix',
    mine: (file, seed, reject) =>
      chooseFunctions(file, { syntax, seed, reject, attempt: (chosen, all) => breakOnce(file, chosen, { seed, all }) }),
  };
}

interface Breaking {
  readonly seed: string;
  readonly all: FunctionsOfFile;
}

function breakOnce(
  file: MinedFile,
  { found }: WorthyFunction,
  { seed, all }: Breaking,
): Candidate<BugfixDraft> | { readonly rejected: string } {
  const { text, language } = file;
  if (found.span.end - found.span.start > maxLength) return { rejected: 'too-long' };
  const code: MutableCode = { text, dialect: scriptLanguages.has(language) ? 'script' : 'python' };
  const named = new Set(all.functions.map(({ node }) => node));
  const nodes = [...mutableNodes(found, named, code)];
  const key = keyOf(file, found);
  let tries = 0;
  for (const operator of seededOrder(mutationOperators, seed, ({ name }) => `${key}|${name}`)) {
    const changes = nodes.flatMap((node) => operator.changes(node, code));
    const keyOfChange = ({ span, replacement }: TextChange): string =>
      `${key}|${operator.name}|${span.start}|${span.end}|${replacement}`;
    for (const { span, replacement } of seededOrder(changes, seed, keyOfChange)) {
      const broken = text.slice(0, span.start) + replacement + text.slice(span.end);
      if (!parsesAsWell(broken, language, all)) {
        tries += 1;
        if (tries === maxTries) return { rejected: 'broken-does-not-parse' };
        continue;
      }
      const line = broken.slice(0, span.start).split('\n').length;
      return {
        draft: { ...repairDraft(file, broken, found.span), family: 'bugfix', operator: operator.name, line },
        relatedTests: file.relatedTests,
        functionName: found.name,
      };
    }
  }
  return { rejected: tries === 0 ? 'nothing-to-break' : 'broken-does-not-parse' };
}
