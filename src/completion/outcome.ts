/** What came of one request. */
export type Outcome = Suggested | Skipped;

export interface Suggested {
  readonly kind: 'suggested';
  /** With the document's own line ends. */
  readonly text: string;
  /** Characters on the cursor's line, on either side of the cursor, that `text` takes the place of. */
  readonly replaceBefore: number;
  readonly replaceAfter: number;
  readonly source: SuggestionSource;
}

/**
 * `engine`: made for this request. `in-flight`: made for an earlier one that the typing since then agrees with.
 * `type-through`: shown before, less what has been typed of it.
 */
export type SuggestionSource = 'engine' | 'in-flight' | 'type-through';

export interface Skipped {
  readonly kind: 'skipped';
  readonly reason: SkipReason;
}

/** Why there is no suggestion. Each one is explained to the user in `editor/explainOutcome.ts`. */
export type SkipReason =
  | { readonly kind: 'disabled'; readonly languageId: string }
  | { readonly kind: 'unsupported-document'; readonly scheme: string; readonly languageId: string }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'secrets-file'; readonly name: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large'; readonly characters: number; readonly limit: number }
  | { readonly kind: 'long-line'; readonly characters: number; readonly limit: number }
  | { readonly kind: 'several-cursors'; readonly count: number }
  | { readonly kind: 'selection' }
  | { readonly kind: 'mid-word' }
  | { readonly kind: 'mid-line'; readonly rest: string }
  | { readonly kind: 'empty-document' }
  /** The chosen entry of the suggest widget does not continue what was typed, so nothing can extend it. */
  | { readonly kind: 'suggest-widget'; readonly selected: string }
  | { readonly kind: 'engine-unavailable'; readonly reason: UnavailableReason }
  | { readonly kind: 'cannot-infill'; readonly model: string }
  /** A newer request, or the editor, gave this one up. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'engine-failed'; readonly error: unknown }
  | { readonly kind: 'nothing-useful'; readonly cause: DropCause };

export type UnavailableReason =
  | { readonly kind: 'no-model' }
  /** `fraction` is 0 to 1. */
  | { readonly kind: 'loading'; readonly model: string; readonly fraction: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Why what the model wrote was not worth showing. */
export type DropCause = 'empty' | 'repeats-following' | 'repeats-preceding' | 'loops';

export function skipped(reason: SkipReason): Skipped {
  return { kind: 'skipped', reason };
}
