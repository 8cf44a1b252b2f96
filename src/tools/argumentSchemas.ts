/**
 * The kinds of parameter the tools take. A local model gives every value as text and often sends an empty value for what
 * it wants to leave out, so numbers and booleans are read from text, and blank means absent.
 */
import * as z from 'zod';

export function requiredPath(description: string): z.ZodType<string> {
  return z.string().trim().min(1).describe(description);
}

/** Any text, also an empty one, kept as it is. */
export function requiredText(description: string): z.ZodType<string> {
  return z.string().describe(description);
}

export function optionalText(description: string): z.ZodType<string | undefined> {
  return z.preprocess(presentText, z.string().trim().optional()).optional().describe(description);
}

/** A whole number from 1. */
export function optionalCount(description: string): z.ZodType<number | undefined> {
  return z.preprocess(countFromText, z.int().min(1).optional()).optional().describe(description);
}

export function optionalFlag(description: string): z.ZodType<boolean | undefined> {
  return z.preprocess(flagFromText, z.boolean().optional()).optional().describe(description);
}

function presentText(value: unknown): unknown {
  return value === null || (typeof value === 'string' && /^\s*(?:null|none|undefined)?\s*$/i.test(value))
    ? undefined
    : value;
}

function countFromText(value: unknown): unknown {
  const present = presentText(value);
  return typeof present === 'string' && /^\s*\d+\s*$/.test(present) ? Number(present) : present;
}

function flagFromText(value: unknown): unknown {
  const present = presentText(value);
  const word = typeof present === 'string' ? present.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : present;
}
