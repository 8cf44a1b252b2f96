/**
 * In which order the parts of a hole are shown. Models are trained on one or both. With the suffix first, typing only
 * appends to what was read before.
 */
export type InfillOrder = 'prefix-suffix-middle' | 'suffix-prefix-middle';

/** How a model did on holes whose filling is beyond doubt. */
export interface InfillProbe {
  /** The one it did better in, and which is used. */
  readonly order: InfillOrder;
  readonly passed: number;
  readonly total: number;
  /** Prompt tokens that were read for it: none when the result was known from before. */
  readonly evaluatedTokens: number;
}

/** Why a model is not asked to fill holes. */
export type InfillProblem =
  /** Its vocabulary has no marks for the parts of a hole. */
  | { readonly kind: 'no-tokens' }
  /** It has the marks, and does not know what they are for. */
  | { readonly kind: 'probe-failed'; readonly passed: number; readonly total: number };
