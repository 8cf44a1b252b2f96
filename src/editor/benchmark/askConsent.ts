import { l10n } from 'vscode';
import { type ConsentFacts, consentPoints } from './consentFacts.ts';
import { type ConsentAnswer, showConsentPage } from './showConsentPage.ts';

export async function askConsent(facts: ConsentFacts): Promise<ConsentAnswer> {
  const isCompared = facts.aim === 'compare';
  return showConsentPage({
    name: isCompared ? l10n.t('Comparison') : l10n.t('Benchmark'),
    title: isCompared
      ? l10n.t('Compare these engines on {0}?', facts.repository)
      : l10n.t('Run this benchmark on {0}?', facts.repository),
    points: consentPoints(facts),
    run: l10n.t('Run'),
  });
}
