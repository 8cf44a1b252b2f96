/** Arguments of the extension's tools, with all the ways to write the same. */
import type { ExpectedCall } from '../../task.ts';
import type { MaterialFile } from './toolcallMaterial.ts';

type Expected = ExpectedCall['arguments'][string];

export function exactly(...accepted: (string | number | boolean)[]): Expected {
  return { accepted, required: true };
}

function orLeftOut(...accepted: (string | number | boolean)[]): Expected {
  return { accepted, required: false };
}

export function samePath(path: string): Expected {
  return exactly(path, `./${path}`);
}

function sameFolder(folder: string): Expected {
  return exactly(folder, `${folder}/`, `./${folder}`, `./${folder}/`);
}

const everywhere = orLeftOut('.', './');
const everyName = orLeftOut('**', '**/*', '*');
export const notAll = orLeftOut(false);

/** The whole of it, unless lines are given. */
export function readCall(
  { path, lineCount }: MaterialFile,
  { startLine, endLine }: { readonly startLine?: number; readonly endLine?: number } = {},
): ExpectedCall {
  return {
    name: 'read_file',
    arguments: {
      path: samePath(path),
      start_line: startLine === undefined ? orLeftOut(1) : exactly(startLine),
      end_line: endLine === undefined ? orLeftOut(lineCount) : exactly(endLine),
    },
  };
}

export interface Scope {
  /** Everywhere, when left out. */
  readonly folder?: string;
  /** Of names of files, without the dot; all of them, when left out. */
  readonly extension?: string;
}

function scopeArguments({ folder, extension }: Scope): ExpectedCall['arguments'] {
  return {
    directory: folder === undefined ? everywhere : sameFolder(folder),
    glob: extension === undefined ? everyName : exactly(`**/*.${extension}`, `*.${extension}`),
  };
}

export function listCall(scope: Scope): ExpectedCall {
  return { name: 'list_files', arguments: scopeArguments(scope) };
}

export function searchCall(query: string, scope: Scope = {}): ExpectedCall {
  return {
    name: 'search_text',
    arguments: { query: exactly(query), is_regex: orLeftOut(false), ...scopeArguments(scope) },
  };
}

export function patternCall(pattern: string): ExpectedCall {
  return {
    name: 'search_text',
    arguments: { query: exactly(pattern), is_regex: exactly(true), ...scopeArguments({}) },
  };
}
