/**
 * What a scripted model says. The token that comes next depends on the last one alone, so each chain begins with the
 * last token of a prompt, each of its chunks is one token, and no chunk may be followed by two different ones.
 * After any token outside all chains the model ends its turn.
 *
 * Prompts end with: `\n\n` where thinking is off, `\n` after `<think>` where it is on, `<|fim_middle|>` for an infill.
 */
export type Script = readonly Chain[];
export type Chain = readonly [after: string, ...chunks: string[]];

/** Thinks when asked to, then greets. */
export const greetingScript: Script = [
  ['\n', 'I should answer briefly.\n', '</think>', '\n\n'],
  ['\n\n', 'Hello from', ' the scripted', ' **model**.', '<|im_end|>'],
];

/** Says a sentence and calls `read_file` with `path` README.md. */
export const toolCallScript: Script = [
  ['\n', 'I should look at the file.\n', '</think>', '\n\n'],
  ['\n\n', 'I will read', ' the file.\n\n', ...toolCall('read_file', { path: 'README.md' })],
];

/** Fills any hole with ` a + b;`. */
export const infillScript: Script = [['<|fim_middle|>', ' a + b;', '<|endoftext|>']];

/** Thinks, answers and fills without end. */
export const endlessScript: Script = [
  ['\n', 't', 'u', 't'],
  ['\n\n', 'x', 'y', 'x'],
  ['<|fim_middle|>', 'x'],
];

/** The chunks of one call in Qwen 3.5's form, through the end of the turn. */
export function toolCall(name: string, parameters: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(parameters).flatMap(([key, value]) => [
    `<parameter=${key}>\n`,
    `${value}\n</parameter>\n`,
  ]);
  return ['<tool_call>', `\n<function=${name}>\n`, ...values, '</function>\n', '</tool_call>', '<|im_end|>'];
}
