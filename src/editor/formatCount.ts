import { env } from 'vscode';

/** A number of things in the user's way of writing it: `262,144`. */
export function formatCount(value: number): string {
  return new Intl.NumberFormat(env.language).format(value);
}
