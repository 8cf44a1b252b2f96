/**
 * Family 1: a file with a mark where text is missing; the answer is that text and nothing else, in one fenced block.
 *
 * A hole that begins at the first character of its line, or behind its indentation, is asked for as whole lines with their
 * indentation, for that is how models write code: the indentation before the hole is then no part of what fills it.
 */
import type { ReadReply, TaskQuestion } from '../running/taskQuestion.ts';
import { countSyntaxErrors } from '../scoring/syntaxErrors.ts';
import type { Syntax } from '../syntax.ts';
import type { InfillTask } from '../task.ts';
import { fenceRule, questionSystem, questionTokens } from './askInOneMessage.ts';
import { fenced, fencedBlocks } from './fencedBlocks.ts';
import { describeCut, takeAround } from './takeAround.ts';

type AskedInfill = Pick<InfillTask, 'path' | 'language' | 'before' | 'after'>;

/** The question is about `promptTokens` long at the most; of a longer file that much around the hole is shown. */
export function askInfill(task: AskedInfill, promptTokens: number, syntax: Syntax): TaskQuestion {
  const hole = describeHole(task);
  const mark = unusedMark(task.before + task.after);
  const words = (file: string, cut: string): string =>
    [
      `Text is missing in \`${task.path}\`. The mark ${mark} stands in its place. Write what is missing.`,
      cut,
      file,
      `Answer with one fenced code block that holds the missing text alone: nothing of what stands before or behind the mark.`,
      formOf(hole),
      `${fenceRule} If you write several blocks, the last one counts.`,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  const overhead = questionTokens(questionSystem + words(fenced('', task.language), 'The file is long.'.repeat(4)));
  const around = takeAround(hole.shownBefore, task.after, promptTokens - overhead);
  const file = `${around.before}${mark}${hole.endsWithLine ? '\n' : ''}${around.after}`;
  return {
    system: questionSystem,
    text: words(fenced(file, task.language), describeCut(around)),
    read: (reply) => readFilling(reply, task, hole, syntax),
  };
}

interface HoleForm {
  /** Indentation before the hole, which the answer writes again. */
  readonly lead: string;
  readonly shownBefore: string;
  /** What stands on the hole's first line before it and is no indentation. */
  readonly begun: string;
  /** The hole is whole lines, and what is behind it begins a line of its own. */
  readonly endsWithLine: boolean;
}

function describeHole({ before, after }: AskedInfill): HoleForm {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const isIndentation = line.trim() === '';
  return {
    lead: isIndentation ? line : '',
    shownBefore: isIndentation ? before.slice(0, before.length - line.length) : before,
    begun: isIndentation ? '' : line,
    endsWithLine: line === '' && !/^[ \t]*\n/.test(after),
  };
}

function formOf({ begun }: HoleForm): string {
  return begun === ''
    ? 'Begin at the start of the line, with its indentation.'
    : `The line of the mark has begun already, with \`${begun.trim().slice(-80)}\`: do not write that again.`;
}

function unusedMark(text: string): string {
  for (let number = 0; ; number += 1) {
    const mark = number === 0 ? '<<<MISSING>>>' : `<<<MISSING ${number}>>>`;
    if (!text.includes(mark)) return mark;
  }
}

function readFilling(reply: string, task: AskedInfill, hole: HoleForm, syntax: Syntax): ReadReply {
  const answer = fencedBlocks(reply);
  if (answer.kind === 'unreadable') return answer;
  const block = answer.blocks.at(-1) ?? answer.blocks[0];
  if (block.text.trim() === '') return { kind: 'unreadable', problem: 'the code block is empty' };
  const text = hole.endsWithLine ? block.text : block.text.slice(0, -1);
  if (hole.begun !== '') return { kind: 'filling', text: withoutRepetition(text, task, hole.begun, syntax) };
  return { kind: 'filling', text: withoutLead(text, hole.lead) };
}

/** Models that left the indentation out meant the place to be behind it; of deeper lines no more than that is taken. */
function withoutLead(text: string, lead: string): string {
  return text.startsWith(lead) ? text.slice(lead.length) : text.replace(/^[ \t]+/, '');
}

/**
 * Models like to write the line again that has begun, and what ends it. That is taken off where the file with it is wrong
 * and without it is less so: an answer that can stand as it is stays as it is.
 */
function withoutRepetition(text: string, task: AskedInfill, begun: string, syntax: Syntax): string {
  const opened = begun.trimStart();
  const trimmed = text.trimStart();
  if (!trimmed.startsWith(opened)) return text;
  const rest = trimmed.slice(opened.length);
  const [lineRest = ''] = task.after.split('\n', 1);
  const ending = lineRest.trimEnd();
  const choices = ending !== '' && rest.endsWith(ending) ? [rest.slice(0, -ending.length), rest] : [rest];
  const errorsWith = (filling: string): number | undefined =>
    errorsOf(syntax, task.language, task.before + filling + task.after);
  let best = { text, errors: errorsWith(text) ?? 0 };
  for (const choice of choices) {
    const errors = best.errors === 0 ? undefined : errorsWith(choice);
    if (errors !== undefined && errors < best.errors) best = { text: choice, errors };
  }
  return best.text;
}

function errorsOf(syntax: Syntax, language: string, text: string): number | undefined {
  const tree = syntax.parse(language, text);
  if (tree === undefined) return undefined;
  try {
    return countSyntaxErrors(tree.root);
  } finally {
    tree.dispose();
  }
}
