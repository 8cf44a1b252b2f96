/**
 * Tree-sitter itself, as WebAssembly: the only importer of its package. A bundle of its own, read when the first
 * language is prepared.
 *
 * Grammars stay in memory once loaded (0.1 to 5 MB each). One runtime serves the whole process.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import { protocolVersion } from '../../engine/protocol.ts';
import type { SyntaxTree, TextChange } from '../../benchmark/syntax.ts';
import { positionAt } from './positionAt.ts';
import { viewTree } from './viewTree.ts';

/** Of the text, in UTF-16 code units. A tree takes some 30 times the bytes of its text, in memory that never shrinks. */
const maxLength = 1_000_000;

/**
 * The parser reports after every hundred or so of its steps. Files of people take 4 to 10 reports for 1,000 code
 * units, garbage up to 100. A limit in reports is the same on every machine, so that what is mined is too.
 */
const maxReports = (length: number): number => 2000 + Math.ceil(length / 20);

/** For what makes even single steps slow. Far beyond what any file of people takes. */
const maxParseMs = 10_000;

export interface Grammar {
  /** `undefined`: the text is too long, or takes too long. */
  parse(text: string): SyntaxTree | undefined;
}

let runtime: Promise<void> | undefined;

/** `name`: the middle of the name of `tree-sitter-NAME.wasm`. */
export async function openGrammar(name: string): Promise<Grammar> {
  runtime ??= startRuntime();
  await runtime;
  const language = await Language.load(
    await readFile(findFile(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`)),
  );
  const run = createParser(language);
  return { parse: (text) => parse(run, text) };
}

async function startRuntime(): Promise<void> {
  // `new Uint8Array`: the declared type asks for one over an ArrayBuffer of its own.
  const wasmBinary = new Uint8Array(await readFile(findFile('web-tree-sitter/web-tree-sitter.wasm')));
  await Parser.init({ wasmBinary: wasmBinary.buffer });
}

/** In a build the files lie in one folder beside the bundle, in development in their packages. */
function findFile(specifier: string): string {
  const isBuilt = protocolVersion !== 'development';
  if (!isBuilt) return createRequire(import.meta.url).resolve(specifier);
  return fileURLToPath(new URL(`syntax/${specifier.slice(specifier.lastIndexOf('/') + 1)}`, import.meta.url));
}

/** A tree, and what it took to make it. */
interface Parsed {
  readonly tree: Tree;
  readonly text: string;
  /** Of the parser, those for what was taken over from an older tree included. */
  readonly reports: number;
}

function parse(run: RunParser, text: string): SyntaxTree | undefined {
  const parsed = parseFrom(run, text);
  return parsed && viewParsed(run, parsed);
}

function viewParsed(run: RunParser, { tree, text, reports }: Parsed): SyntaxTree {
  return viewTree(tree, text, (change) => {
    const changed = text.slice(0, change.start) + change.text + text.slice(change.end);
    const old = tree.copy();
    try {
      old.edit(editOf(change, text, changed));
      // What comes near the limit is for a parse of its own to decide.
      const again = parseFrom(run, changed, { tree: old, text, reports });
      return again === undefined ? parse(run, changed) : viewParsed(run, again);
    } finally {
      old.delete();
    }
  });
}

/** `old`: the tree of the text before it was changed, told of the change. Only nodes that would come out again are reused. */
function parseFrom(run: RunParser, text: string, old?: Parsed): Parsed | undefined {
  if (text.length > maxLength) return undefined;
  const endMs = performance.now() + maxParseMs;
  const mostReports = maxReports(text.length) / (old === undefined ? 1 : 2);
  let reports = old?.reports ?? 0;
  const isTooMuch = (): boolean => {
    reports += 1;
    return reports > mostReports || performance.now() > endMs;
  };
  const tree = run(text, old?.tree ?? null, isTooMuch);
  return tree === null ? undefined : { tree, text, reports };
}

/** `null`: it was stopped. */
type RunParser = (text: string, old: Tree | null, isTooMuch: () => boolean) => Tree | null;

/** In UTF-16 units. Little is read at a place where most of an older tree is taken over. */
const readLength = 512;

/** A parser that has come to its end starts the next time with memory of its own, and nothing else of before. */
function createParser(language: Language): RunParser {
  let idle: Parser | undefined;
  return (text, old, isTooMuch) => {
    const parser = idle ?? new Parser().setLanguage(language);
    idle = undefined;
    const read = (index: number): string => text.slice(index, index + readLength);
    const tree = parser.parse(read, old, { progressCallback: isTooMuch });
    // One that was stopped would go on where it stopped.
    if (tree === null) parser.delete();
    else idle = parser;
    return tree;
  };
}

function editOf({ start, end, text: inserted }: TextChange, before: string, after: string): Edit {
  const newEndIndex = start + inserted.length;
  const from = { offset: start, position: positionAt(before, start) };
  return new Edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex,
    startPosition: from.position,
    oldEndPosition: positionAt(before, end, from),
    newEndPosition: positionAt(after, newEndIndex, from),
  });
}
