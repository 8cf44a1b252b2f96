import type { SourceLanguage } from './sourceLanguage.ts';

const minMeaningful = 8;
const maxLines = 30;
const maxCharacters = 2000;

/** Why nothing would be learned from filling this hole; `undefined`: it is a fair one. */
export type HoleProblem = 'too-short' | 'only-closers' | 'only-imports' | 'only-comments' | 'too-long' | 'duplicate';

/** `truth` stands in `text`, the whole file. */
export function holeProblem(truth: string, text: string, language: SourceLanguage): HoleProblem | undefined {
  const lines = truth
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.every((line) => /^(?:[\s\]})>;,:]|end\b|fi\b|done\b|else\b|try\b|finally\b|pass\b|[[({])*$/.test(line)))
    return 'only-closers';
  const code = lines.filter((line) => !language.commentStarts.some((start) => line.startsWith(start)));
  if (code.length === 0) return 'only-comments';
  if (code.every((line) => language.importLine.test(line))) return 'only-imports';
  if (code.join('').replaceAll(/[\s[\](){};,]/g, '').length < minMeaningful) return 'too-short';
  if (lines.length > maxLines || truth.length > maxCharacters) return 'too-long';
  const core = truth.trim();
  return text.indexOf(core) === text.lastIndexOf(core) ? undefined : 'duplicate';
}
