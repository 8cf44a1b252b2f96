import { env } from 'vscode';

/** A part of a whole as people read it: `35%`. A whole of nothing has no parts. */
export function formatShare(part: number, whole: number): string {
  return new Intl.NumberFormat(env.language, { style: 'percent' }).format(part / Math.max(1, whole));
}
