/** Family 5, tool calls: questions about a repository that the extension's own tools answer, and some that they do not. */
import { canonicalJson, nameTask, sampleSeed } from '../../digest.ts';
import { type ToolcallTask, taskSchemaVersion } from '../../task.ts';
import type { MinedFile } from '../minedFile.ts';
import type { CallQuestion, CallTemplate } from './callTemplate.ts';
import { callTemplates } from './callTemplates.ts';
import { type Draw, drawFrom } from './draw.ts';
import { gatherMaterial } from './toolcallMaterial.ts';

export interface ToolcallRequest {
  /** All of one base; a handful is enough. */
  readonly files: readonly MinedFile[];
  readonly seed: string;
  readonly count: number;
  reject(reason: string): void;
}

/** Draws that give no new question, one after the other, before a template counts as used up. */
const maxVainDraws = 6;

const categories = [
  'simple',
  'choice',
  'parallel',
  'irrelevance',
  'missing-argument',
] as const satisfies readonly ToolcallTask['category'][];

/**
 * At most `count`, with categories and their templates in turns. The same for the same files, in any order, and seed. Tasks of
 * one template are one cluster: they are answered alike.
 */
export async function toolcallTasks({ files, seed, count, reject }: ToolcallRequest): Promise<ToolcallTask[]> {
  const [first] = files;
  if (first === undefined) return [];
  const { base } = first;
  const material = gatherMaterial(files, reject);
  const draw = drawFrom(await sampleSeed(seed, 'toolcall', 0));
  const asked = new Set<string>();
  const tasks: ToolcallTask[] = [];

  async function add(template: CallTemplate): Promise<boolean> {
    for (let vain = 0; vain < maxVainDraws; vain += 1) {
      const made = template.make(material, draw);
      if ('rejected' in made || asked.has(keyOf(made))) {
        reject('rejected' in made ? made.rejected : 'asked-already');
        continue;
      }
      asked.add(keyOf(made));
      const { question, expected, language = 'plaintext' } = made;
      const { id, category } = template;
      tasks.push(
        await nameTask({
          schema: taskSchemaVersion,
          family: 'toolcall' as const,
          language,
          base,
          cluster: `toolcall/${id}`,
          date: null,
          category,
          question,
          expected: [...expected],
        }),
      );
      return true;
    }
    return false;
  }

  let open = categories.map((category) => inSomeOrder(category, draw));
  while (open.length > 0) {
    for (const templates of open) {
      if (tasks.length >= count) return tasks;
      const template = templates.shift();
      // It goes to the end of its line as long as it has something to ask.
      if (template !== undefined && (await add(template))) templates.push(template);
    }
    open = open.filter((templates) => templates.length > 0);
  }
  return tasks;
}

/** The same calls in other words are the same question. */
function keyOf({ question, expected }: CallQuestion): string {
  return expected.length === 0 ? question : expected.map(canonicalJson).toSorted().join('\n');
}

function inSomeOrder(category: ToolcallTask['category'], draw: Draw): CallTemplate[] {
  return draw.some(
    callTemplates.filter((template) => template.category === category),
    callTemplates.length,
  );
}
