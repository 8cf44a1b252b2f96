import { l10n } from 'vscode';
import type { HardwareProblem } from '../../models/hardware.ts';
import type { Recommendations } from '../../models/fit/recommend.ts';
import { hardwareProblemPhrase } from '../hardwareProblemPhrase.ts';
import { recommendationSentence } from './recommendationSentence.ts';

export interface ViewFacts {
  readonly recommended: Recommendations | undefined;
  readonly isLooking: boolean;
  readonly problem: HardwareProblem | undefined;
  readonly isOffline: boolean;
}

/** What the view says above its rows: the recommendation and its reason, or what stands in its way. */
export function viewMessage({ recommended, isLooking, problem, isOffline }: ViewFacts): string | undefined {
  const parts = [
    ...(recommended === undefined && isLooking ? [l10n.t('Looking at this machine, to tell which model fits…')] : []),
    ...(recommended === undefined ? [] : [recommendationSentence(recommended)]),
    ...(problem === undefined
      ? []
      : [
          l10n.t(
            'No GPU could be looked for ({0}), so this counts on the processor only.',
            hardwareProblemPhrase(problem),
          ),
        ]),
    ...(isOffline ? [l10n.t('Parity is set to stay offline: nothing can be downloaded.')] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}
