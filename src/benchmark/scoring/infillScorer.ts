/**
 * Compares what was put into holes with what stood there.
 *
 * Nearly all of the time would go into parsing. So the file with the truth is parsed once for all its holes and answers,
 * and from its tree the file with an answer in the time that the answer takes. Scores are those of parsing both anew.
 */
import type { Disposable } from '../../base/disposables.ts';
import type { InfillScores } from '../result.ts';
import type { Syntax, SyntaxTree } from '../syntax.ts';
import type { InfillTask } from '../task.ts';
import { comparableText } from './comparableText.ts';
import { editSimilarity } from './editSimilarity.ts';
import { identifiersInText, identifiersWithin, overlapF1 } from './identifiers.ts';
import { countSyntaxErrors } from './syntaxErrors.ts';

export type Hole = Pick<InfillTask, 'language' | 'before' | 'truth' | 'after'>;

export interface InfillScorer extends Disposable {
  /**
   * Text is compared as {@link comparableText} has it. `parses`: the file with the answer has no more syntax errors than
   * with the truth, for a file may have some of its own, or be of a dialect that the grammar knows in part. The language
   * must have been prepared.
   */
  score(hole: Hole, answer: string): InfillScores;
}

/** Of all files that are remembered, in UTF-16 units: their trees take some 30 MB. */
const rememberedLength = 1_000_000;
/** To the holes of one file. */
const rememberedAnswers = 100;

/** Remembers the trees of the last files until it is disposed of. */
export function createInfillScorer(syntax: Syntax): InfillScorer {
  /** By language and text, the one used last at the end. */
  const files = new Map<string, TrueFile>();
  /** A long text takes longer to be looked up than an answer to be compared. */
  const fileOfHole = new WeakMap<Hole, TrueFile>();
  let length = 0;

  function fileOf(hole: Hole): TrueFile {
    const known = fileOfHole.get(hole);
    const { key, text } = known ?? describeFile(hole);
    const file = files.get(key) ?? readFile(syntax, hole.language, { key, text });
    if (!files.delete(key)) length += text.length;
    files.set(key, file);
    fileOfHole.set(hole, file);
    for (const [oldest, old] of files) {
      if (length <= rememberedLength || oldest === key) break;
      files.delete(oldest);
      length -= old.text.length;
      forget(old);
    }
    return file;
  }

  return {
    score(hole, answer) {
      const { truth } = hole;
      const file = fileOf(hole);
      // Nothing else can come out.
      if (answer === truth) {
        const parses = file.tree === undefined ? null : true;
        return { exactMatch: true, levenshtein: 1, indel: 1, parses, identifierF1: 1 };
      }
      return scoreOther({ hole, answer, file }, syntax);
    },
    dispose() {
      for (const file of files.values()) forget(file);
      files.clear();
      length = 0;
    },
  };
}

/** A file with the truth in its holes. */
interface TrueFile {
  /** By language and text. */
  readonly key: string;
  readonly text: string;
  /** `undefined`: there is no grammar for it, or it is too large or too tangled. */
  readonly tree: SyntaxTree | undefined;
  readonly errors: number;
  /** Identifiers of its holes, by where they begin and end. */
  readonly names: Map<string, readonly string[]>;
  /** Of answers, by the hole and the answer. */
  readonly scores: Map<string, InfillScores>;
}

function describeFile({ language, before, truth, after }: Hole): Pick<TrueFile, 'key' | 'text'> {
  const text = before + truth + after;
  return { key: `${language}\n${text}`, text };
}

function readFile(syntax: Syntax, language: string, { key, text }: Pick<TrueFile, 'key' | 'text'>): TrueFile {
  const tree = syntax.parse(language, text);
  const errors = tree === undefined ? 0 : countSyntaxErrors(tree.root);
  return { key, text, tree, errors, names: new Map(), scores: new Map() };
}

function forget({ tree, names, scores }: TrueFile): void {
  tree?.dispose();
  names.clear();
  scores.clear();
}

type CodeScores = Pick<InfillScores, 'parses' | 'identifierF1'>;

interface FilledFile {
  readonly hole: Hole;
  readonly answer: string;
  readonly file: TrueFile;
}

/** Engines often give an answer that another gave, or they themselves. */
function scoreOther(filled: FilledFile, syntax: Syntax): InfillScores {
  const { hole, answer, file } = filled;
  const key = `${hole.before.length} ${hole.truth.length} ${answer}`;
  const known = file.scores.get(key);
  if (known !== undefined) return known;
  const answerText = comparableText(answer);
  const truthText = comparableText(hole.truth);
  const scores = {
    exactMatch: answerText === truthText,
    ...editSimilarity(answerText, truthText),
    ...(scoreByTrees(filled, syntax) ?? scoreByText(hole, answer)),
  };
  if (file.scores.size >= rememberedAnswers) file.scores.clear();
  file.scores.set(key, scores);
  return scores;
}

function scoreByTrees({ hole, answer, file }: FilledFile, syntax: Syntax): CodeScores | undefined {
  const { language, before, truth, after } = hole;
  const start = before.length;
  const tree = file.tree?.reparse({ start, end: start + truth.length, text: answer });
  if (file.tree === undefined || tree === undefined) return undefined;
  const text = before + answer + after;
  try {
    const errors = !tree.root.hasError ? 0 : file.errors === 0 ? 1 : countErrors(syntax, language, text);
    if (errors === undefined) return undefined;
    const got = identifiersWithin(tree, text, { start, end: start + answer.length });
    return { parses: errors <= file.errors, identifierF1: overlapF1(got, trueNames(hole, file, file.tree)) };
  } finally {
    tree.dispose();
  }
}

function trueNames({ before, truth, after }: Hole, { names }: TrueFile, tree: SyntaxTree): readonly string[] {
  const start = before.length;
  const end = start + truth.length;
  const key = `${start} ${end}`;
  const known = names.get(key) ?? identifiersWithin(tree, before + truth + after, { start, end });
  names.set(key, known);
  return known;
}

/** By a tree of its own: one that was made from another tells whether there are errors, not always how many. */
function countErrors(syntax: Syntax, language: string, text: string): number | undefined {
  const tree = syntax.parse(language, text);
  try {
    return tree && countSyntaxErrors(tree.root);
  } finally {
    tree?.dispose();
  }
}

function scoreByText({ language, truth }: Hole, answer: string): CodeScores {
  return {
    parses: null,
    identifierF1: overlapF1(identifiersInText(language, answer), identifiersInText(language, truth)),
  };
}
