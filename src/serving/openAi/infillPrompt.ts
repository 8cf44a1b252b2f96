import type { ContextFile, InfillRequest } from '../../engine/engine.ts';

type Hole = Pick<InfillRequest, 'repository' | 'contextFiles' | 'path' | 'prefix' | 'suffix'>;

/**
 * Reads a prompt in the layout of the Qwen coder models, which programs write for servers that take raw prompts; see
 * `prompt/infillLayout` for the layout. Any other text is the beginning of a hole without an end.
 */
export function readInfillPrompt(prompt: string): Hole {
  const hole = /<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>([\s\S]*)<\|fim_middle\|>$/.exec(prompt);
  const before = hole === null ? undefined : readFiles(prompt.slice(0, hole.index));
  if (hole === null || before === undefined) {
    return { repository: '', contextFiles: [], path: '', prefix: prompt, suffix: '' };
  }
  return { ...before, prefix: hole[1] ?? '', suffix: hole[2] ?? '' };
}

/** What stands before the hole; undefined when it is not of the layout. */
function readFiles(text: string): Pick<Hole, 'repository' | 'contextFiles' | 'path'> | undefined {
  const [head = '', ...sections] = text.split('<|file_sep|>');
  const repository = /^(?:<\|repo_name\|>([^\n]*)\n)?$/.exec(head);
  if (repository === null) return undefined;
  const own = sections.pop() ?? '';
  return { repository: repository[1] ?? '', contextFiles: sections.map(readFile), path: own.split('\n', 1)[0] ?? '' };
}

function readFile(section: string): ContextFile {
  const end = section.indexOf('\n');
  if (end < 0) return { path: section, text: '' };
  return { path: section.slice(0, end), text: section.slice(end + 1).replace(/\n$/, '') };
}
