import { l10n, window } from 'vscode';
import { knownPrices, priceInForce } from '../../benchmark/cost/priceInForce.ts';
import { retirementOf } from '../../providers/apiModels.ts';
import { pricesLabel } from './priceWords.ts';
import type { CostPorts } from './showCosts.ts';

/** The model whose price local use is held against. Undefined: dismissed. */
export async function chooseComparedModel({
  prices,
  settings,
  today,
}: Omit<CostPorts, 'usage'>): Promise<string | undefined> {
  const rows = await prices.rows();
  const day = today();
  const models = [...new Set([...knownPrices, ...rows].map(({ model }) => model))];
  const items = models.flatMap((model) => {
    const price = priceInForce(model, day, rows);
    if (price === null || price.prices.output === null || retirementOf(model, day)?.isOver === true) return [];
    return [
      {
        label: model,
        description: model === settings.get('cost.comparedModel') ? l10n.t('chosen now') : price.provider,
        detail: l10n.t('{0}, as of {1} ({2})', pricesLabel(price.prices), price.checkedOn, price.source),
      },
    ];
  });
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Compare Local Use With'),
    placeHolder: l10n.t('Which API would you use otherwise?'),
    matchOnDescription: true,
  });
  return chosen?.label;
}
