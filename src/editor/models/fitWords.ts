import { l10n } from 'vscode';
import type { MemoryAssumption, SpeedClass } from '../../models/fit/expectSpeed.ts';
import type { FitVerdict } from '../../models/fit/fitVerdict.ts';

/** A sign and words for whether a model fits: the words say it all, the sign is for the eye. */
export interface FitWords {
  /** A codicon's name. */
  readonly icon: string;
  /** A theme color's id, which only repeats what sign and words say. */
  readonly color: string;
  readonly short: string;
}

export function fitWords(verdict: FitVerdict): FitWords {
  switch (verdict.kind) {
    case 'fits-gpu':
      return { icon: 'pass-filled', color: 'testing.iconPassed', short: l10n.t('fits on GPU') };
    case 'partly-gpu':
      return { icon: 'pass', color: 'testing.iconPassed', short: l10n.t('partly on GPU') };
    case 'cpu-only':
      return { icon: 'chip', color: 'icon.foreground', short: l10n.t('on CPU') };
    case 'does-not-fit':
      return { icon: 'circle-slash', color: 'disabledForeground', short: l10n.t('does not fit') };
    case 'unknown':
      return { icon: 'question', color: 'disabledForeground', short: l10n.t('fit not known') };
  }
}

/** In one word, for a row. */
export function speedWord(speed: SpeedClass): string {
  switch (speed) {
    case 'fast':
      return l10n.t('fast');
    case 'comfortable':
      return l10n.t('comfortable');
    case 'slow':
      return l10n.t('slow');
    case 'very-slow':
      return l10n.t('very slow');
  }
}

/** With what the class means, for a tooltip. */
export function speedPhrase(speed: SpeedClass): string {
  switch (speed) {
    case 'fast':
      return l10n.t('fast, more than 20 tokens per second');
    case 'comfortable':
      return l10n.t('comfortable, 8 to 20 tokens per second');
    case 'slow':
      return l10n.t('slow, 3 to 8 tokens per second');
    case 'very-slow':
      return l10n.t('very slow, less than 3 tokens per second');
  }
}

export function assumptionPhrase(assumption: MemoryAssumption): string {
  switch (assumption) {
    case 'graphics-card':
      return l10n.t('the usual memory of a graphics card of this size');
    case 'unified-memory':
      return l10n.t('the usual memory of an Apple chip of this size');
    case 'desktop-memory':
      return l10n.t('two channels of desktop memory');
    case 'server-memory':
      return l10n.t('the memory of a server');
  }
}
