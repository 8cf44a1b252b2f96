import { l10n } from 'vscode';
import type { Price } from '../../benchmark/cost/price.ts';
import { type Savings, savingsAt } from '../../benchmark/cost/savings.ts';
import type { UsageTotal } from '../../benchmark/cost/usageTally.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import { formatCount } from '../formatCount.ts';

/** What this month's use of APIs came to, in a line. */
export function spentText(totals: readonly UsageTotal[]): string {
  const remote = totals.filter(({ place }) => place === 'remote');
  if (remote.length === 0) return l10n.t('Nothing spent on APIs this month');
  return l10n.t('APIs this month: {0}', usdText(remote));
}

/** An amount and, beside it, what it leaves out. */
function usdText(totals: readonly UsageTotal[]): string {
  const nanoUsd = totals.reduce((sum, total) => sum + total.nanoUsd, 0);
  const unpriced = totals.reduce((sum, total) => sum + total.unpricedRequests, 0);
  const requests = totals.reduce((sum, total) => sum + total.requests, 0);
  if (unpriced === 0) return l10n.t('{0} (estimate)', moneyText(nanoUsd / 1e9));
  const unknown =
    unpriced === 1
      ? l10n.t('the cost of 1 request is not known')
      : l10n.t('the cost of {0} requests is not known', formatCount(unpriced));
  return unpriced === requests ? unknown : l10n.t('{0} (estimate); {1}', moneyText(nanoUsd / 1e9), unknown);
}

/** What local use has saved, in a line; `price`: of the API that the user compares with, if there is one. */
export function savedText(totals: readonly UsageTotal[], model: string, price: Price | null): string {
  if (model === '') return l10n.t('Choose an API to see what local use has saved');
  const savings = price === null ? null : savingsAt(price, totals);
  if (savings === null || price === null) return l10n.t('The price of {0} is not known', model);
  if (savings.tokens === 0) return l10n.t('No local use yet this month');
  return savedAt(savings, model, price);
}

function savedAt({ usd, tokens }: Savings, model: string, { checkedOn }: Price): string {
  return l10n.t(
    'Local use this month, {0} tokens, would have cost about {1} at the price of {2} of {3} (estimate)',
    formatCount(tokens),
    moneyText(usd),
    model,
    checkedOn,
  );
}

/** One engine's month. */
export function totalLabel({ engine, model }: UsageTotal, nameOf: (id: string) => string): string {
  return engine === 'local' ? model : l10n.t('{0} ({1})', nameOf(engine), model);
}

export function totalDetail(total: UsageTotal): string {
  const { requests, promptTokens, reusedTokens, generatedTokens } = total;
  return [
    total.place === 'own' ? l10n.t('on this machine, no bill') : usdText([total]),
    requests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', formatCount(requests)),
    l10n.t('{0} tokens read, {1} of them cached', formatCount(promptTokens), formatCount(reusedTokens)),
    l10n.t('{0} written', formatCount(generatedTokens)),
  ].join(' · ');
}
