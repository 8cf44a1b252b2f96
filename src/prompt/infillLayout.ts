import type { InfillRequest } from '../engine/engine.ts';
import type { InfillOrder } from '../engine/infillAbility.ts';
import { type Vocabulary, append, encodeContent } from './vocabulary.ts';

/** An infill prompt whose beginning outlives a keystroke. */
export interface InfillTokens {
  readonly tokens: readonly number[];
  /** Indices into `tokens`, ascending: after the context files, and at the start of the cursor's line. */
  readonly checkpoints: readonly number[];
}

const prefixMark = '<|fim_prefix|>';
const suffixMark = '<|fim_suffix|>';
const middleMark = '<|fim_middle|>';
const repositoryMark = '<|repo_name|>';
const fileMark = '<|file_sep|>';

/** The control tokens without which no infill prompt can be laid out. */
const infillMarks: readonly string[] = [prefixMark, suffixMark, middleMark];

type Hole = Pick<InfillRequest, 'repository' | 'contextFiles' | 'path' | 'prefix' | 'suffix'>;

/**
 * The layout of the Qwen coder models, with the parts of the hole in the given order. With context files it is the repository form:
 * `<|repo_name|>NAME`, then for each file `<|file_sep|>PATH` and its text, each on a line of its own; the file with
 * the hole comes last. Without context files the hole stands alone.
 *
 * The prefix is cut at the start of the cursor's line: what stands before it stays the same while the user types, and
 * the tokens of a line never reach across its line break, so the cut changes no token. Undefined when the vocabulary
 * lacks the control tokens.
 */
export function layOutInfill(vocabulary: Vocabulary, request: Hole, order: InfillOrder): InfillTokens | undefined {
  const [prefixId, suffixId, middleId] = infillMarks.map((mark) => vocabulary.controlId(mark));
  if (prefixId === undefined || suffixId === undefined || middleId === undefined) return undefined;

  const tokens: number[] = [];
  const checkpoints: number[] = [];
  const content = (text: string): void => append(tokens, encodeContent(vocabulary, text));

  const repositoryId = vocabulary.controlId(repositoryMark);
  const fileId = vocabulary.controlId(fileMark);
  if (request.contextFiles.length > 0 && repositoryId !== undefined && fileId !== undefined) {
    tokens.push(repositoryId);
    content(`${request.repository}\n`);
    for (const file of request.contextFiles) {
      tokens.push(fileId);
      content(`${file.path}\n${file.text}\n`);
    }
    checkpoints.push(tokens.length);
    tokens.push(fileId);
    content(`${request.path}\n`);
  }

  const addSuffix = (): void => {
    tokens.push(suffixId);
    content(request.suffix);
  };
  if (order === 'suffix-prefix-middle') addSuffix();
  const lineStart = request.prefix.lastIndexOf('\n') + 1;
  tokens.push(prefixId);
  content(request.prefix.slice(0, lineStart));
  checkpoints.push(tokens.length);
  content(request.prefix.slice(lineStart));
  if (order === 'prefix-suffix-middle') addSuffix();
  tokens.push(middleId);
  return { tokens, checkpoints };
}
