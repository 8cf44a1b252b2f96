import type * as z from 'zod';
import { refuse } from './refusal.ts';

/** `body` as `schema` has it. Refuses with the name of what does not fit. */
export function readRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const parameter = issue === undefined ? '' : pathText(issue.path);
  const problem = issue?.message ?? 'has another shape';
  if (parameter === '') throw refuse('invalid-request', `The body of the request is not valid: ${problem}.`);
  throw refuse('invalid-request', `Invalid value for '${parameter}': ${problem}.`, parameter);
}

/** `messages[2].content`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}
