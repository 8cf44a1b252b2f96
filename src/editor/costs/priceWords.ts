import { env, l10n } from 'vscode';
import type { TokenPrices } from '../../benchmark/cost/price.ts';

/** Of a million tokens. */
export function pricesLabel({ input, output, cacheRead }: TokenPrices): string {
  const words = [
    l10n.t('{0} in', priceText(input)),
    ...(cacheRead === undefined ? [] : [l10n.t('{0} cached', priceText(cacheRead))]),
    output === null ? l10n.t('answers unknown') : l10n.t('{0} out', priceText(output)),
  ];
  return l10n.t('{0} per million tokens', words.join(', '));
}

/** As price lists write them: cents at least, and no digit lost. */
function priceText(usd: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  return new Intl.NumberFormat(env.language, { style: 'currency', currency: 'USD', ...digits }).format(usd);
}
