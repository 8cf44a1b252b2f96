import type * as z from 'zod';
import type { Tool } from './tool.ts';
import { toolSpecification } from './toolSpecification.ts';

export type ParsedArguments<Input> =
  { readonly kind: 'ok'; readonly input: Input } | { readonly kind: 'invalid'; readonly problem: string };

/**
 * Other names models give to our parameters, compared without case and `_`. Only names are forgiven, never contents:
 * a value that is missing stays missing.
 */
const aliasesByParameter: Readonly<Record<string, readonly string[]>> = {
  path: ['filepath', 'filename', 'file', 'absolutepath', 'relativepath', 'targetfile'],
  file_path: ['path', 'filename', 'file', 'absolutepath', 'relativepath', 'targetfile'],
  directory: ['path', 'dir', 'folder', 'directorypath', 'dirpath', 'targetdirectory'],
  query: ['pattern', 'regex', 'search', 'text', 'searchtext', 'searchquery', 'q'],
  glob: ['pattern', 'include', 'filepattern', 'globpattern', 'includepattern'],
  is_regex: ['regexp', 'useregex', 'isregexp'],
  start_line: ['startline', 'linestart', 'fromline', 'start'],
  end_line: ['endline', 'lineend', 'toline', 'end'],
  old_string: ['oldtext', 'oldstr', 'old', 'search'],
  new_string: ['newtext', 'newstr', 'new', 'replace', 'replacement'],
  replace_all: ['all'],
};

/** Takes what a model gave as a call's arguments. `problem` is for the model: what is wrong, and what the tool takes. */
export function parseArguments<Input>(
  tool: Tool<Input>,
  given: Readonly<Record<string, unknown>>,
): ParsedArguments<Input> {
  const descriptionByParameter = describedParameters(tool);
  const parameters = [...descriptionByParameter.keys()];
  const named = withParameterNames(given, parameters);
  const parsed = tool.input.safeParse(named);
  if (parsed.success) return { kind: 'ok', input: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const isMissing = issue.code === 'invalid_type' && !Object.hasOwn(named, name);
    return isMissing ? `${name} is missing (${descriptionByParameter.get(name) ?? ''})` : describeIssue(issue, name);
  });
  return {
    kind: 'invalid',
    problem: `Invalid arguments for ${tool.name}: ${problems.join('; ')}. It takes: ${parameters.join(', ')}.`,
  };
}

function describeIssue(issue: z.core.$ZodIssue, name: string): string {
  if (issue.code === 'unrecognized_keys') return `unknown parameter ${issue.keys.join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return `${name} is empty`;
  return `${name}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

function describedParameters(tool: Tool): Map<string, string> {
  const { properties } = toolSpecification(tool).parameters;
  const described = new Map<string, string>();
  if (typeof properties !== 'object' || properties === null) return described;
  for (const [name, schema] of Object.entries(properties)) {
    const { description } = schema as { description?: unknown };
    described.set(name, typeof description === 'string' ? description : '');
  }
  return described;
}

/** The same values by the parameters they are meant for. A name that is no parameter, and no alias of one that is free, stays and is refused by the schema. */
export function withParameterNames(
  given: Readonly<Record<string, unknown>>,
  parameters: readonly string[],
): Record<string, unknown> {
  const named = new Map(Object.entries(given).filter(([key]) => parameters.includes(key)));
  for (const [key, value] of Object.entries(given)) {
    if (parameters.includes(key)) continue;
    const plain = plainName(key);
    const owner = parameters.find((name) => {
      const isAlias = plainName(name) === plain || (aliasesByParameter[name]?.includes(plain) ?? false);
      return isAlias && !named.has(name);
    });
    named.set(owner ?? key, value);
  }
  return Object.fromEntries(named);
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
