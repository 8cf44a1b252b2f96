import { env, l10n } from 'vscode';
import type { PublishedScore } from '../../models/catalogue/catalogueSchema.ts';

/** Published scores as what they are: whose number it is, and what an article left out. No Markdown of others is in it. */
export function scoreLines(scores: readonly PublishedScore[]): readonly string[] {
  return scores.map((score) => `${scoreOf(score)} ${caveatOf(score)}`);
}

function scoreOf({ benchmark, score, source }: PublishedScore): string {
  return l10n.t('{0}: {1}, says its card ({2}).', benchmark, number(score), source.date);
}

function caveatOf({ caveat, rival }: PublishedScore): string {
  const { claimed, claimedScore, actual, actualScore } = rival;
  const onCard = number(actualScore);
  switch (caveat) {
    case 'agrees':
      return l10n.t('{0} has {1} there.', actual, onCard);
    case 'other-rival':
      return claimedScore === undefined
        ? l10n.t('Articles set it against {0}; the card compares with {1}, {2}.', claimed ?? '?', actual, onCard)
        : l10n.t(
            'Articles set it against {0}, {1}; the card compares with {2}, {3}.',
            claimed ?? '?',
            number(claimedScore),
            actual,
            onCard,
          );
    case 'claim-fails':
      return l10n.t('Articles say that it leads; {0} has {1} there.', actual, onCard);
    case 'rival-ahead':
      return l10n.t('{0} is ahead there with {1}, which articles leave out.', actual, onCard);
  }
}

function number(value: number): string {
  return new Intl.NumberFormat(env.language, { maximumFractionDigits: 1 }).format(value);
}
