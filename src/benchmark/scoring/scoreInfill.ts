import type { InfillScores } from '../result.ts';
import type { Syntax } from '../syntax.ts';
import type { InfillTask } from '../task.ts';
import { comparableText } from './comparableText.ts';
import { editSimilarity } from './editSimilarity.ts';
import { identifiersInText, identifiersWithin, overlapF1 } from './identifiers.ts';
import { countSyntaxErrors } from './syntaxErrors.ts';

/**
 * Compares what was put into the hole with what stood there. Text is compared as {@link comparableText} has it. `parses`:
 * the file with the answer has no more syntax errors than with the truth, for a file may have some of its own, or be of a
 * dialect that the grammar knows in part. The language must have been prepared.
 */
export function scoreInfill(
  task: Pick<InfillTask, 'language' | 'before' | 'truth' | 'after'>,
  answer: string,
  syntax: Syntax,
): InfillScores {
  const truthText = comparableText(task.truth);
  const answerText = comparableText(answer);
  // Nothing else can come out, and most of the time goes into parsing.
  if (answer === task.truth) {
    const canParse = readHole(task, answer, syntax) !== undefined;
    return { exactMatch: true, levenshtein: 1, indel: 1, parses: canParse ? true : null, identifierF1: 1 };
  }
  const wanted = readHole(task, task.truth, syntax);
  const got = wanted && readHole(task, answer, syntax);
  return {
    exactMatch: truthText === answerText,
    ...editSimilarity(answerText, truthText),
    ...(got === undefined || wanted === undefined
      ? {
          parses: null,
          identifierF1: overlapF1(
            identifiersInText(task.language, answer),
            identifiersInText(task.language, task.truth),
          ),
        }
      : {
          parses: got.errors <= wanted.errors,
          identifierF1: overlapF1(got.identifiers, wanted.identifiers),
        }),
  };
}

interface HoleReading {
  readonly errors: number;
  readonly identifiers: readonly string[];
}

function readHole(
  { language, before, after }: Pick<InfillTask, 'language' | 'before' | 'after'>,
  filling: string,
  syntax: Syntax,
): HoleReading | undefined {
  const text = before + filling + after;
  const tree = syntax.parse(language, text);
  if (tree === undefined) return undefined;
  try {
    return {
      errors: countSyntaxErrors(tree.root),
      identifiers: identifiersWithin(tree.root, text, before.length, before.length + filling.length),
    };
  } finally {
    tree.dispose();
  }
}
