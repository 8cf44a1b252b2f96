import { type GitPattern, gitPattern } from './gitPattern.ts';

export interface IgnoreRule {
  readonly matches: GitPattern;
  /** A `!` rule takes back what an earlier one said. */
  readonly ignores: boolean;
}

/** The rules of one .gitignore, first to last. */
export function parseIgnoreRules(text: string): readonly IgnoreRule[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const ignores = !line.startsWith('!');
      return { matches: gitPattern(ignores ? line : line.slice(1)), ignores };
    });
}

/** What the last rule that names the path says; `undefined`: none does. */
export function judgePath(rules: readonly IgnoreRule[], path: string, isFolder: boolean): boolean | undefined {
  return rules.findLast(({ matches }) => matches(path, isFolder))?.ignores;
}
