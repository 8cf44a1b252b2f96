/** Family 2, body restoration: the body of a function is replaced by a throw, and the repository's tests decide. */
import type { Candidate } from '../candidate.ts';
import type { Syntax } from '../syntax.ts';
import type { BodyTask } from '../task.ts';
import { type WorthyFunction, chooseFunctions } from './chooseFunctions.ts';
import type { FileMiner } from './fileMiner.ts';
import { scriptLanguages } from './findFunctions.ts';
import type { FoundFunction, FunctionBody } from './functions/foundFunction.ts';
import type { MinedFile, TextSpan } from './minedFile.ts';
import { type ParsedFile, parsesAsWell } from './parsesAsWell.ts';
import { repairDraft } from './repairDraft.ts';

export type BodyDraft = Omit<BodyTask, 'id' | 'tests'>;

export interface BodyMiner extends FileMiner {
  mine(file: MinedFile, seed: string, reject: (reason: string) => void): Candidate<BodyDraft>[];
}

export function bodyMiner(syntax: Syntax): BodyMiner {
  return {
    family: 'body',
    mine: (file, seed, reject) =>
      chooseFunctions(file, { syntax, seed, reject, attempt: (chosen, all) => breakAsWhole(file, chosen, all) }),
  };
}

function breakAsWhole(
  file: MinedFile,
  { found, body }: WorthyFunction,
  parsed: ParsedFile,
): Candidate<BodyDraft> | { readonly rejected: string } {
  const { text, hole } = breakBody(file.text, found, body, file.language);
  if (!parsesAsWell(text, file.language, parsed)) return { rejected: 'broken-does-not-parse' };
  const draft: BodyDraft = {
    ...repairDraft(file, text, found.span),
    family: 'body',
    functionName: found.name,
    hole,
  };
  return { draft, relatedTests: file.relatedTests };
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
