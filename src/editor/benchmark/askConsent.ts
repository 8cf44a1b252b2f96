import { l10n } from 'vscode';
import { type ConsentFacts, consentPoints } from './consentFacts.ts';
import { type ConsentAnswer, showConsentPage } from './showConsentPage.ts';

export async function askConsent(facts: ConsentFacts): Promise<ConsentAnswer> {
  return showConsentPage({
    name: l10n.t('Benchmark'),
    title: l10n.t('Run this benchmark on {0}?', facts.repository),
    points: consentPoints(facts),
    run: l10n.t('Run'),
  });
}
