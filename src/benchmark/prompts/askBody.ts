/** Family 2: a file with a function whose body is gone; the answer is the whole function, in one fenced block. */
import type { FoundFunction } from '../mining/functions/foundFunction.ts';
import { lineIndentation, startsLine } from '../mining/functions/lineIndentation.ts';
import type { TextSpan } from '../mining/minedFile.ts';
import type { TaskQuestion } from '../running/taskQuestion.ts';
import type { Syntax } from '../syntax.ts';
import type { BodyTask } from '../task.ts';
import { fenceRule, questionSystem, questionTokens } from './askInOneMessage.ts';
import { fenced } from './fencedBlocks.ts';
import { type BrokenFile, placeFromBlock, readPlaced } from './functionAnswer.ts';
import { type FunctionText, likest, readFunctions } from './readFunctions.ts';
import { replaceByIndentation } from './replaceByIndentation.ts';
import { shiftLines, stringsOver } from './shiftLines.ts';
import { describeCut, takeAround } from './takeAround.ts';
import { takeOverBody } from './takeOverBody.ts';

export type AskedBody = Pick<BodyTask, 'path' | 'language' | 'functionName' | 'hole'>;

/** `text`: of the broken file. The question is about `promptTokens` long at the most, by what is near the function. */
export function askBody(task: AskedBody, text: string, promptTokens: number, syntax: Syntax): TaskQuestion {
  const file: BrokenFile = { path: task.path, language: task.language, text };
  const words = (shown: string, cut: string): string =>
    [
      `The body of \`${task.functionName}\` in \`${task.path}\` is missing: it only throws an error. Write it, so that the function does what its name, its documentation and the code around it say.`,
      cut,
      shown,
      `Answer with one fenced code block that holds the whole function \`${task.functionName}\`, head included. Only its body is taken over: what else it needs must be in there.`,
      `${fenceRule} If you write several blocks, the last one with the function counts.`,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  const { start, end } = task.hole;
  const broken = text.slice(start, end);
  const overhead = questionTokens(questionSystem + words(fenced(broken, task.language), 'The file is long.'.repeat(4)));
  const around = takeAround(text.slice(0, start), text.slice(end), promptTokens - overhead);
  return {
    system: questionSystem,
    text: words(fenced(around.before + broken + around.after, task.language), describeCut(around)),
    read: (reply) =>
      readPlaced(
        reply,
        file,
        [(block) => placeByName(task, file, block, syntax), (block) => placeAlone(task, file, block, syntax)],
        `no code block has the function ${task.functionName}`,
      ),
  };
}

function placeByName(task: AskedBody, file: BrokenFile, block: string, syntax: Syntax): string | undefined {
  const known = readFunctions(syntax, file.language, [file.text], ({ functions }) => {
    const target = brokenFunction(task, functions);
    if (target === undefined) return undefined;
    const text = placeFromBlock(syntax, file.language, block, (read) => {
      const found = likest(read.functions, target);
      return found === undefined
        ? undefined
        : takeOverBody(file.language, { text: file.text, found: target }, { text: read.text, found });
    });
    return { text };
  });
  return known === undefined ? replaceByIndentation(file.text, block) : known.text;
}

/** The innermost around the hole. A task file may say anything, so the name has to do where there is none. */
function brokenFunction(
  { hole, functionName }: AskedBody,
  functions: readonly FoundFunction[],
): FoundFunction | undefined {
  const around = functions.filter(({ span }) => span.start <= hole.start && hole.end <= span.end);
  const innermost = around.toSorted((a, b) => b.span.start - a.span.start)[0];
  return innermost ?? likest(functions, { name: functionName, kind: 'function', parameters: [] });
}

/** A block without any head is the body itself, if it is code that can stand there. */
function placeAlone(
  { hole }: AskedBody,
  { language, text }: BrokenFile,
  block: string,
  syntax: Syntax,
): string | undefined {
  const to = lineIndentation(text, hole.start);
  if (!startsLine(text, hole.start)) return undefined;
  // What is indented is no program in some languages.
  const readings = [outdented(block), block];
  const body = readFunctions(syntax, language, readings, (read) =>
    isBodyAlone(read) ? movedBody(read, to) : undefined,
  );
  return body === undefined ? undefined : text.slice(0, hole.start) + body + text.slice(hole.end);
}

function isBodyAlone({ tree: { root }, functions, errors }: FunctionText): boolean {
  const isDeclared = (span: TextSpan): boolean =>
    functions.some((found) => found.span.start <= span.start && span.end <= found.span.end);
  const statements = root.children.filter(({ isNamed, type }) => isNamed && type !== 'comment');
  return (
    errors === 0 && statements.some((node) => !/class|import|export|interface/.test(node.type) && !isDeclared(node))
  );
}

function movedBody({ text, tree }: FunctionText, to: string): string {
  const start = text.length - text.trimStart().length;
  const strings = stringsOver(tree.root, text);
  return shiftLines(text, { start, end: text.trimEnd().length }, { from: lineIndentation(text, start), to, strings });
}

function outdented(block: string): string {
  const lines = block.split('\n');
  const from = /^[ \t]*/.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? '';
  return lines.map((line) => (line.startsWith(from) ? line.slice(from.length) : line)).join('\n');
}
