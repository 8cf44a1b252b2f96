import type { InfillProbe, InfillProblem } from './infillAbility.ts';

/** What a loaded model shows of itself, for a person who wonders what is wrong. */
export interface SelfTest {
  /** Does text come back as it went in? */
  readonly tokenizer: SelfCheck;
  /** Can a conversation with tools be laid out? `absent`: the model does not chat. */
  readonly template: SelfCheck | { readonly kind: 'absent' };
  readonly infill:
    | { readonly kind: 'ok'; readonly probe?: InfillProbe }
    | { readonly kind: 'problem'; readonly problem: InfillProblem };
  readonly speed: SpeedCheck;
}

/** `detail` is for a report: in English, and possibly the engine's own words. */
export type SelfCheck = { readonly kind: 'ok' } | { readonly kind: 'problem'; readonly detail: string };

export type SpeedCheck =
  | {
      readonly kind: 'ok';
      /** Prompt tokens that were read, and how many a second. */
      readonly readTokens: number;
      readonly readTokensPerSecond: number;
      readonly writtenTokens: number;
      readonly writtenTokensPerSecond: number;
    }
  | { readonly kind: 'problem'; readonly detail: string };
