/** What questions about tool calls are made of: paths, folders and names that people can read and nobody can mistake. */
import type { MinedFile } from '../minedFile.ts';

export interface ToolcallMaterial {
  readonly files: readonly MaterialFile[];
  /** With files below them, without the repository's own. */
  readonly folders: readonly string[];
  /** They occur once in all of the files. */
  readonly names: readonly MaterialName[];
  readonly paths: ReadonlySet<string>;
}

export interface MaterialFile {
  readonly path: string;
  readonly language: string;
  readonly text: string;
  readonly lineCount: number;
}

export interface MaterialName {
  readonly name: string;
  readonly file: MaterialFile;
}

/** UTF-16 units of all files: more names than these have are not needed. */
const maxText = 4_000_000;

/** `files` in any order. `reject` gets a reason for each file that is left out. */
export function gatherMaterial(files: readonly MinedFile[], reject: (reason: string) => void): ToolcallMaterial {
  const kept: MaterialFile[] = [];
  let length = 0;
  for (const { path, language, text } of files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    if (!/^[\p{L}\p{N}_.@+/-]{1,120}$/u.test(path)) {
      reject('odd-path');
    } else if (length + text.length > maxText) {
      reject('enough-text');
    } else {
      length += text.length;
      kept.push({ path, language, text, lineCount: text.replace(/\n$/, '').split('\n').length });
    }
  }
  const folders = kept.flatMap(({ path }) => foldersOf(path));
  return {
    files: kept,
    folders: [...new Set(folders)].toSorted(),
    names: uniqueNames(kept),
    paths: new Set(files.map(({ path }) => path)),
  };
}

/** `a/b`, `a`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Several words in one, as symbols are named: a word of a comment may be written in other ways too. */
export function isCompoundName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]{5,39}$/u.test(name) && /[\p{Ll}\p{N}]\p{Lu}|\p{L}_\p{L}/u.test(name);
}

function uniqueNames(files: readonly MaterialFile[]): MaterialName[] {
  const seen = new Map<string, MaterialFile | 'several'>();
  for (const file of files) {
    for (const [name] of file.text.matchAll(/[\p{L}\p{N}_]+/gu)) {
      if (name.length <= 40) seen.set(name, seen.has(name) ? 'several' : file);
    }
  }
  return [...seen]
    .flatMap(([name, file]) => (file !== 'several' && isCompoundName(name) ? [{ name, file }] : []))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
