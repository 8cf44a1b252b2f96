import type * as z from 'zod';

export interface LineProblem {
  /** From 1. */
  readonly line: number;
  /** With dots between names; empty when it is about the whole line. */
  readonly field: string;
  /** A clause that follows the field, or `line N`. */
  readonly problem: string;
}

/** Thrown by what reads one line, and caught by what knows the line's number. */
export class FieldError extends Error {
  readonly field: string;
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`${field} ${problem}`);
    this.name = 'FieldError';
    this.field = field;
    this.problem = problem;
  }
}

/** What the schema makes of the line; throws a `FieldError` for the first thing that is wrong with it. */
export function parseLine<Shape>(schema: z.ZodType<Shape>, line: unknown): Shape {
  const parsed = schema.safeParse(line);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new FieldError(field, issue?.message.replace(/^Invalid input: /, '') ?? 'has another shape');
}
