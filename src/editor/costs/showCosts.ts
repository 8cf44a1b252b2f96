import { type QuickPickItem, QuickPickItemKind, commands, l10n, window } from 'vscode';
import { priceInForce } from '../../benchmark/cost/priceInForce.ts';
import type { UsageTotal } from '../../benchmark/cost/usageTally.ts';
import type { Settings } from '../settings.ts';
import { openSettings } from '../takeStep.ts';
import { savedText, spentText, totalDetail, totalLabel } from './costWords.ts';
import type { PriceBook } from './priceBook.ts';
import type { UsageLog } from './usageLog.ts';

export interface CostPorts {
  readonly settings: Settings;
  readonly prices: PriceBook;
  readonly usage: UsageLog;
  /** `YYYY-MM-DD`. */
  readonly today: () => string;
}

/** Two lines of the status bar's menu. */
export interface MenuCosts {
  readonly spent: string;
  readonly saved: string;
}

export async function menuCosts(ports: CostPorts): Promise<MenuCosts> {
  return wordsFor(await ports.usage.month(), ports);
}

async function wordsFor(
  totals: readonly UsageTotal[],
  { settings, prices, today }: Omit<CostPorts, 'usage'>,
): Promise<MenuCosts> {
  const model = settings.get('cost.comparedModel').trim();
  const price = model === '' ? null : priceInForce(model, today(), await prices.rows());
  return { spent: spentText(totals), saved: savedText(totals, model, price) };
}

interface CostItem extends QuickPickItem {
  readonly run?: () => unknown;
}

/** The month, engine by engine, and what can be changed about how it is counted. */
export async function showCosts(ports: CostPorts): Promise<void> {
  const totals = await ports.usage.month();
  const { spent, saved } = await wordsFor(totals, ports);
  const names = new Map(ports.settings.get('endpoints').map(({ id, name }) => [id, name ?? id]));
  const items: CostItem[] = [
    { label: l10n.t('This month'), kind: QuickPickItemKind.Separator },
    {
      label: spent,
      detail: l10n.t('Tokens as the engines report them, at the prices in force. The bill of the provider decides.'),
    },
    ...totals.map((total) => ({
      label: `$(${total.place === 'own' ? 'device-desktop' : 'cloud'}) ${totalLabel(total, (id) => names.get(id) ?? id)}`,
      detail: totalDetail(total),
    })),
    { label: l10n.t('Local use'), kind: QuickPickItemKind.Separator },
    {
      label: `$(arrow-swap) ${l10n.t('Compare local use with an API')}`,
      detail: saved,
      run: () => commands.executeCommand('parity.chooseComparedModel'),
    },
    { label: l10n.t('Prices'), kind: QuickPickItemKind.Separator },
    {
      label: `$(refresh) ${l10n.t('Refresh prices from a public list')}`,
      run: () => commands.executeCommand('parity.refreshPrices'),
    },
    {
      label: `$(edit) ${l10n.t('Write prices of your own')}`,
      run: () => openSettings('parity.prices'),
    },
    {
      label: `$(trash) ${l10n.t('Forget what was counted')}`,
      run: () => forget(ports.usage),
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Costs'),
    matchOnDetail: true,
  });
  await chosen?.run?.();
}

async function forget(usage: UsageLog): Promise<void> {
  const yes = l10n.t('Forget');
  const question = l10n.t('Forget the counts of all months?');
  const detail = l10n.t('Only these numbers are deleted. It cannot be undone.');
  if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes) await usage.clear();
}
