/** Writes down whose work is in the package and under which terms: the NOTICE file. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { projectRoot } from './projectRoot.ts';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  homepage: z.string().optional(),
});

/** Not npm packages: compiled into what is packed. Their texts are kept beside this file. */
const compiledIn = [
  { name: 'llama.cpp and ggml', license: 'MIT', file: 'llama.cpp.txt' },
  { name: 'cpp-httplib (in llama.cpp)', license: 'MIT', file: 'cpp-httplib.txt' },
  { name: 'JSON for Modern C++ (in llama.cpp)', license: 'MIT', file: 'nlohmann-json.txt' },
  { name: 'Grammars of tree-sitter', license: 'MIT', file: 'tree-sitter-grammars.txt' },
];

const introduction = `Parity
Copyright the Parity authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

The starter model and the sources of its training data are described in media/models.
This package contains the following works of others.
`;

/** `folders`: absolute paths of npm packages; the same package in the same version is named once. */
export async function writeNotices(folders: readonly string[]): Promise<string> {
  const sections = new Map<string, string>();
  for (const folder of folders) {
    const { title, text } = await noticeOf(folder);
    sections.set(title, text);
  }
  for (const { name, license, file } of compiledIn) {
    const text = await readFile(join(projectRoot, 'src/build/licenses', file), 'utf8');
    sections.set(`${name} (${license})`, text);
  }
  const sorted = [...sections].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rule = '-'.repeat(80);
  return [introduction, ...sorted.map(([title, text]) => `${rule}\n${title}\n\n${text.trim()}\n`)].join('\n');
}

async function noticeOf(folder: string): Promise<{ title: string; text: string }> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const { name, version, homepage } = manifest;
  const license = typeof manifest.license === 'object' ? manifest.license.type : manifest.license;
  if (license === undefined) throw new Error(`${name} says no license, so it cannot be packed`);
  const author = typeof manifest.author === 'object' ? manifest.author.name : manifest.author;

  const names = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)\b/i.test(file)).toSorted();
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), 'utf8')));
  const origin = [author, homepage].filter((part) => part !== undefined).join(', ');
  const fallback = `The package holds no text of its license, ${license}. Its author: ${origin === '' ? 'unnamed' : origin}.`;
  return { title: `${name} ${version} (${license})`, text: texts.length > 0 ? texts.join('\n\n') : fallback };
}
