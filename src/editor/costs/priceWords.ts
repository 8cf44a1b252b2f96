import { l10n } from 'vscode';
import type { TokenPrices } from '../../benchmark/cost/price.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';

/** Of a million tokens. */
export function pricesLabel({ input, output, cacheRead }: TokenPrices): string {
  const words = [
    l10n.t('{0} in', moneyText(input)),
    ...(cacheRead === undefined ? [] : [l10n.t('{0} cached', moneyText(cacheRead))]),
    output === null ? l10n.t('answers unknown') : l10n.t('{0} out', moneyText(output)),
  ];
  return l10n.t('{0} per million tokens', words.join(', '));
}
