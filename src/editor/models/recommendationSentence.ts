import { env, l10n } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import type { SpeedClass } from '../../models/fit/expectSpeed.ts';
import type { LargerModel, Recommendation, RecommendationReason, Recommendations } from '../../models/fit/recommend.ts';
import { formatMemory } from '../formatMemory.ts';

/** What fits this machine, and why that and not the next larger one. */
export function recommendationSentences(recommendations: Recommendations): string {
  const first = recommendationSentence(recommendations);
  const larger = recommendations.kind === 'some' ? recommendations.ranked[0].reason.larger : undefined;
  return larger === undefined ? first : `${first} ${largerSentence(larger)}`;
}

/** What fits this machine and why, for a place that has room for one sentence. */
export function recommendationSentence(recommendations: Recommendations): string {
  if (recommendations.kind === 'some') return sentenceFor(recommendations.ranked[0]);
  const { smallest, missing, missingBytes } = recommendations;
  return missing === 'memory'
    ? l10n.t(
        'No Qwen 3.5 fits this machine: {0}, the smallest, needs {1} more memory. The starter model works, and a server can do the rest.',
        smallest.name,
        formatMemory(missingBytes),
      )
    : l10n.t(
        'There is not enough room on the disk for any Qwen 3.5: {0}, the smallest, needs {1} more.',
        smallest.name,
        formatBytes(missingBytes, env.language),
      );
}

function sentenceFor({ model, quant, reason }: Recommendation): string {
  const name = `${model.name} ${quant.name}`;
  return l10n.t(
    'Recommended: {0}, which runs {1} at {2} and leaves {3} free.',
    name,
    placePhrase(reason.place),
    pacePhrase(reason.speed),
    formatMemory(Math.max(0, reason.spareBytes)),
  );
}

function placePhrase(place: RecommendationReason['place']): string {
  switch (place) {
    case 'gpu':
      return l10n.t('on the GPU');
    case 'partly-gpu':
      return l10n.t('partly on the GPU');
    case 'processor':
      return l10n.t('on the processor');
  }
}

function pacePhrase(speed: SpeedClass): string {
  switch (speed) {
    case 'fast':
      return l10n.t('a fast pace');
    case 'comfortable':
      return l10n.t('a comfortable pace');
    case 'slow':
      return l10n.t('a slow pace');
    case 'very-slow':
      return l10n.t('a very slow pace');
  }
}

function largerSentence({ model: { name }, why }: LargerModel): string {
  switch (why.kind) {
    case 'does-not-fit':
      return l10n.t('{0} would need {1} more memory.', name, formatMemory(why.missingBytes));
    case 'no-disk-space':
      return l10n.t('{0} would need {1} more on the disk.', name, formatBytes(why.missingBytes, env.language));
    case 'slower':
      return why.speed === 'very-slow'
        ? l10n.t('{0} would be very slow here.', name)
        : l10n.t('{0} would be slower.', name);
    case 'not-on-gpu':
      return l10n.t('{0} would not fit on the GPU.', name);
    case 'fewer-bits':
      return l10n.t('{0} would fit only with fewer bits, which costs more than the size gains.', name);
    case 'tight':
      return l10n.t(
        '{0} would fit, but leave only {1} for other programs: it is for a machine with more memory.',
        name,
        formatMemory(why.spareBytes),
      );
    case 'slow-reader':
      return l10n.t('{0} would read long prompts for minutes here.', name);
    case 'on-battery':
      return l10n.t('{0} would drain the battery.', name);
  }
}
