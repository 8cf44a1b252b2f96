/**
 * Family 3: a file with a bug, and the tests that fail because of it; the answer is the whole function as it should be,
 * in one fenced block. Where in the file the bug is, is not told.
 */
import type { FoundFunction } from '../mining/functions/foundFunction.ts';
import type { TaskQuestion } from '../running/taskQuestion.ts';
import type { Syntax } from '../syntax.ts';
import type { BugfixTask } from '../task.ts';
import { fenceRule, questionSystem, questionTokens } from './askInOneMessage.ts';
import { fenced } from './fencedBlocks.ts';
import { type BrokenFile, placeFromBlock, readPlaced } from './functionAnswer.ts';
import { type FunctionText, likeness, outermost, readFunctions } from './readFunctions.ts';
import { replaceByIndentation } from './replaceByIndentation.ts';
import { describeCut, takeAround } from './takeAround.ts';
import { takeOverBody } from './takeOverBody.ts';

export type AskedBugfix = Pick<BugfixTask, 'path' | 'language' | 'line'> & {
  readonly tests: Pick<BugfixTask['tests'], 'failToPass'>;
};

const mostTestsNamed = 10;
/** A model that writes the same function so often is looking for luck. */
const mostTried = 50;

/** `text`: of the broken file. The question is about `promptTokens` long at the most. */
export function askBugfix(task: AskedBugfix, text: string, promptTokens: number, syntax: Syntax): TaskQuestion {
  const file: BrokenFile = { path: task.path, language: task.language, text };
  const words = (shown: string, cut: string): string =>
    [
      `There is a bug in one function of \`${task.path}\`. It makes these tests fail:\n${namesOf(task)}`,
      cut,
      shown,
      'Find the bug and mend it. The tests are right.',
      'Answer with one fenced code block that holds the whole function as it should be, head included. Only its body is taken over.',
      `${fenceRule} If you write several blocks, the last one with a function of the file counts.`,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  const overhead = questionTokens(questionSystem + words(fenced('', task.language), 'The file is long.'.repeat(4)));
  const place = placeOfWindow(text, task.line, promptTokens - overhead);
  const around = takeAround(text.slice(0, place), text.slice(place), promptTokens - overhead);
  return {
    system: questionSystem,
    text: words(fenced(around.before + around.after, task.language), describeCut(around)),
    read: (reply) =>
      readPlaced(
        reply,
        file,
        [(block) => placeFix(file, block, syntax)],
        `no code block has a function of ${task.path}`,
      ),
  };
}

function namesOf({ tests: { failToPass } }: AskedBugfix): string {
  const more = failToPass.length - mostTestsNamed;
  const lines = failToPass.slice(0, mostTestsNamed).map((name) => `- ${name}`);
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/**
 * Around which offset a file is shown that is too long. The middle of the window must not tell where the bug is, so it is
 * one of few places, the middles of equal stretches of the file. In any script a window is longer than its stretch.
 */
function placeOfWindow(text: string, line: number, tokens: number): number {
  const stretch = Math.max(1, Math.floor(tokens / 4));
  let offset = 0;
  for (let number = 1; number < line && offset !== -1; number += 1) offset = text.indexOf('\n', offset) + 1 || -1;
  const middle = (Math.floor(Math.max(0, offset) / stretch) + 0.5) * stretch;
  return text.lastIndexOf('\n', middle) + 1;
}

function placeFix(file: BrokenFile, block: string, syntax: Syntax): string | undefined {
  const known = readFunctions(syntax, file.language, [file.text], (broken) =>
    broken.functions.length === 0
      ? undefined
      : { text: placeFromBlock(syntax, file.language, block, (answer) => placeLikest(file.language, broken, answer)) },
  );
  return known === undefined ? replaceByIndentation(file.text, block) : known.text;
}

interface Pair {
  readonly target: FoundFunction;
  readonly answer: FoundFunction;
  readonly isSame: boolean;
  /** Of both texts, from 0 to 1. */
  readonly shared: number;
}

/** A model may show more than one function; the one that counts differs from its namesake, and the least of all. */
function placeLikest(language: string, broken: FunctionText, answer: FunctionText): string | undefined {
  const pairs = outermost(answer.functions).flatMap((found) => pairOf(broken, answer, found) ?? []);
  const changed = pairs.filter(({ isSame }) => !isSame).toSorted((a, b) => b.shared - a.shared);
  let isPlaced = pairs.length > changed.length;
  for (const pair of changed.slice(0, mostTried)) {
    const target = { text: broken.text, found: pair.target };
    const text = takeOverBody(language, target, { text: answer.text, found: pair.answer });
    if (text !== undefined && text !== broken.text) return text;
    isPlaced ||= text !== undefined;
  }
  return isPlaced ? broken.text : undefined;
}

function pairOf(broken: FunctionText, written: FunctionText, answer: FoundFunction): Pair | undefined {
  const degrees = broken.functions.map((target) => likeness(answer, target));
  const most = Math.max(0, ...degrees);
  if (most === 0) return undefined;
  const own = written.text.slice(answer.span.start, answer.span.end);
  const [best] = broken.functions
    .filter((_, index) => degrees[index] === most)
    .map((target): Pair => {
      const old = broken.text.slice(target.span.start, target.span.end);
      return { target, answer, isSame: old === own, shared: shareOf(old, own) };
    })
    .toSorted((a, b) => b.shared - a.shared);
  return best;
}

/** How much of two texts is the same from their beginnings and their ends on: a bug is in one place. */
function shareOf(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return (start + end) / Math.max(1, a.length, b.length);
}
