/**
 * How alike two texts are, from 0 to 1, by two definitions that are often given the same name and differ by a tenth and
 * more. Both in UTF-16 units; two empty texts are equal.
 */
import { commonSubsequenceLength, editDistance } from '../../tools/editDistance.ts';

export interface EditSimilarity {
  /** 1 - d / max(|a|, |b|), with d the Levenshtein distance. */
  readonly levenshtein: number;
  /** 2 LCS / (|a| + |b|): insertions and deletions alone, as `fuzz.ratio` and difflib's users know it. */
  readonly indel: number;
}

export function editSimilarity(a: string, b: string): EditSimilarity {
  if (a === b) return { levenshtein: 1, indel: 1 };
  return {
    levenshtein: 1 - editDistance(a, b) / Math.max(a.length, b.length),
    indel: (2 * commonSubsequenceLength(a, b)) / (a.length + b.length),
  };
}
