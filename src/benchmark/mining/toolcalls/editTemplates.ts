/** Changes of files. Each says that the file was read, for the tool asks for that, and a careful model would read it first. */
import type { CallTemplate } from './callTemplate.ts';
import type { ExpectedCall } from '../../task.ts';
import { isCompoundName } from './toolcallMaterial.ts';
import { exactly, notAll, samePath } from './expectedArguments.ts';

export const replaceOnce: CallTemplate = {
  id: 'replace-once',
  category: 'choice',
  make({ names }, draw) {
    const found = draw.one(names.filter(({ name, file }) => file.text.split(name).length === 2));
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const { name, file } = found;
    const other = `${name}${draw.one(['Next', 'Renamed', 'V2'])}`;
    const question = draw.one([
      `You have already read \`${file.path}\`. Replace exactly the text \`${name}\`, which occurs once in it, with \`${other}\`.`,
      `In \`${file.path}\`, whose content you have seen, change the text \`${name}\` to \`${other}\`. Replace no more than that text; it is there only once.`,
      `Edit \`${file.path}\` (you have read it before): the only \`${name}\` in it becomes \`${other}\`. Give just this name as the old text.`,
    ]);
    return { question, language: file.language, expected: [editCall(file.path, [name], [other], notAll)] };
  },
};

export const replaceAll: CallTemplate = {
  id: 'replace-all',
  category: 'choice',
  make({ files }, draw) {
    const file = draw.one(files);
    if (file === undefined) return { rejected: 'no-fitting-file' };
    const counts = new Map<string, number>();
    for (const [name] of file.text.matchAll(/[\p{L}\p{N}_]+/gu)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const repeated = [...counts].filter(([name, count]) => isCompoundName(name) && count >= 2 && count <= 20);
    const found = draw.one(repeated.filter(([name, count]) => file.text.split(name).length === count + 1));
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const [name, count] = found;
    const other = `${name}${draw.one(['Next', 'Renamed', 'V2'])}`;
    const question = draw.one([
      `You have already read \`${file.path}\`. With a single edit, replace all ${count} occurrences of the text \`${name}\` in it with \`${other}\`.`,
      `In \`${file.path}\`, which you have read, every \`${name}\` shall become \`${other}\`: make one edit that replaces them all.`,
      `Change each of the ${count} occurrences of \`${name}\` in \`${file.path}\` to \`${other}\`, all at once. You know the file already.`,
    ]);
    return { question, language: file.language, expected: [editCall(file.path, [name], [other], exactly(true))] };
  },
};

export const createFile: CallTemplate = {
  id: 'create-file',
  category: 'choice',
  make({ folders, names, paths }, draw) {
    const folder = draw.one(folders);
    const found = draw.one(names);
    if (folder === undefined) return { rejected: 'no-fitting-folder' };
    if (found === undefined) return { rejected: 'no-fitting-name' };
    const path = `${folder}/${draw.one(['benchmark-notes.txt', 'benchmark-todo.txt', 'benchmark-remarks.txt'])}`;
    if (paths.has(path)) return { rejected: 'no-fitting-file' };
    const line = `See ${found.name} in ${found.file.path}`;
    const question = draw.one([
      `Create the new file \`${path}\` with just this line: \`${line}\``,
      `There is no \`${path}\` yet. Make it, with nothing in it but the line \`${line}\``,
      `Write a new file \`${path}\` whose whole content is \`${line}\``,
    ]);
    return { question, expected: [editCall(path, [''], [line, `${line}\n`], notAll)] };
  },
};

function editCall(
  path: string,
  oldTexts: readonly string[],
  newTexts: readonly string[],
  replacesAll: ExpectedCall['arguments'][string],
): ExpectedCall {
  return {
    name: 'edit_file',
    arguments: {
      file_path: samePath(path),
      old_string: exactly(...oldTexts),
      new_string: exactly(...newTexts),
      replace_all: replacesAll,
    },
  };
}
