import type { ReplyRequest } from '../../src/engine/engine.ts';
import { codeOfLength } from './corpus.ts';

/** One dialogue, the same for every engine: a question, a tool call with a file as its result, and two more questions. */
export const dialogue = {
  system: `You are a coding assistant.\n\n${codeOfLength(2_400)}`,
  first: 'Why does the test of the parser fail?',
  callText: 'I will read the parser.',
  call: { path: 'src/parser.ts' },
  result: codeOfLength(3_600),
  second: 'How would you repair it without a special case?',
  third: 'Does that keep empty lines?',
} as const;

export const readFileTool = {
  name: 'read_file',
  description: 'Reads a file of the workspace.',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
} as const;

/** Greedy and short: what the model says is noise, and only its speed is measured. */
export const dialogueRequest: Omit<ReplyRequest, 'messages'> = {
  system: dialogue.system,
  tools: [readFileTool],
  thinking: { kind: 'off' },
  maxTokens: 1,
  sampling: { temperature: 0, topP: 1, topK: 0, presencePenalty: 0 },
};
