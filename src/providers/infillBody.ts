import type { ContextFile, InfillRequest } from '../engine/engine.ts';
import type { Endpoint } from './endpoint.ts';
import type { RequestBody } from './chatBody.ts';
import type { RefusedParameters } from './refusedParameters.ts';

/** How a hole is sent: below the base address or as a whole address, and the body. */
export interface InfillCall extends Omit<RequestBody, 'leftOut' | 'sampling'> {
  readonly path: string;
}

/** Undefined: this endpoint cannot fill holes. Always the likeliest token: a suggestion should not waver. */
export function infillCall(
  request: InfillRequest,
  endpoint: Endpoint,
  refused: RefusedParameters,
): InfillCall | undefined {
  const { model, rootUrl } = endpoint;
  const stop = [...(request.stop.kind === 'line' ? ['\n'] : []), ...(request.stopTexts ?? [])];
  const common = { model, temperature: 0, stream: true };
  const options = (fields: Readonly<Record<string, unknown>>) => {
    const kept = Object.entries(fields).filter(([name]) => !refused.has(name));
    return { fields: Object.fromEntries(kept), optional: kept.map(([name]) => name) };
  };
  switch (endpoint.infill) {
    case 'none':
      return undefined;
    case 'infill': {
      const { fields, optional } = options({ stop, cache_prompt: true });
      const body = {
        ...common,
        ...fields,
        n_predict: request.maxTokens,
        input_prefix: request.prefix,
        input_suffix: request.suffix,
        input_extra: request.contextFiles.map(({ path, text }) => ({ filename: path, text })),
        prompt: '',
      };
      return { path: `${rootUrl}/infill`, body, optional };
    }
    case 'prompt': {
      const { fields, optional } = options({ stop: [...stop, ...endMarks], stream_options: { include_usage: true } });
      const body = { ...common, ...fields, max_tokens: request.maxTokens, prompt: infillPrompt(request) };
      return { path: '/completions', body, optional };
    }
    case 'suffix': {
      const { fields, optional } = options({ stop, stream_options: { include_usage: true } });
      const prompt = contextText(request.contextFiles) + request.prefix;
      const body = { ...common, ...fields, max_tokens: request.maxTokens, prompt, suffix: request.suffix };
      return { path: '/completions', body, optional };
    }
  }
}

const marks = {
  prefix: '<|fim_prefix|>',
  suffix: '<|fim_suffix|>',
  middle: '<|fim_middle|>',
  repository: '<|repo_name|>',
  file: '<|file_sep|>',
} as const;

/** Where a model begins one of these it has left the hole. */
export const endMarks: readonly string[] = [marks.file, marks.prefix, marks.repository, '<|endoftext|>', '<|im_end|>'];

/**
 * The layout of the Qwen coder models as text, for servers that take a raw prompt: the tokens of `prompt/infillLayout`.
 * There a text cannot spell a control token; here it could, so whatever looks like one is broken up.
 */
function infillPrompt({ repository, contextFiles, path, prefix, suffix }: InfillRequest): string {
  const files = contextFiles.map((file) => `${marks.file}${plain(file.path)}\n${plain(file.text)}\n`);
  const before =
    files.length === 0 ? '' : `${marks.repository}${plain(repository)}\n${files.join('')}${marks.file}${plain(path)}\n`;
  return `${before}${marks.prefix}${plain(prefix)}${marks.suffix}${plain(suffix)}${marks.middle}`;
}

/** `<|x|>` as `< |x|>`: ordinary tokens for every tokenizer. */
function plain(text: string): string {
  return text.replaceAll(/<(?=\|[a-z_0-9]+\|>)/gi, '< ');
}

/** Where there is no place for other files, they come first, as comments would. */
function contextText(files: readonly ContextFile[]): string {
  return files.map(({ path, text }) => `// ${path}\n${text}\n`).join('');
}
