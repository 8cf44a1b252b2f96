import { ProgressLocation, type QuickPickItem, l10n, window } from 'vscode';
import { isAbort } from '../../base/appError.ts';
import { modelName } from '../../base/modelName.ts';
import { type PriceChange, priceChanges } from '../../benchmark/cost/priceChanges.ts';
import { knownPrices } from '../../benchmark/cost/priceInForce.ts';
import { type PublicPriceList, publicPriceLists } from '../../benchmark/cost/publicPrices.ts';
import { formatCount } from '../formatCount.ts';
import type { Settings } from '../settings.ts';
import { fetchPrices, type PriceFetchPorts } from './fetchPrices.ts';
import type { PriceBook } from './priceBook.ts';
import { pricesLabel } from './priceWords.ts';

export interface RefreshPorts extends PriceFetchPorts {
  readonly settings: Settings;
  readonly prices: PriceBook;
}

/** A price that changed more than this, either way, is shown as one to look at twice. */
const surprisingRatio = 3;

/** Asks where from, fetches, shows what would change, and keeps it only when the user says so. */
export async function refreshPrices(ports: RefreshPorts): Promise<void> {
  const list = await chooseList();
  if (list === undefined) return;
  const found = await withProgress(list, ports);
  if (found === undefined) return;
  const day = ports.today();
  const models = [...new Set([...knownPrices, ...ports.settings.get('endpoints')].map(({ model }) => model))];
  const changes = priceChanges(found.prices, { before: await ports.prices.rows(), models, day });
  if (!(await agree(list, found, changes))) return;
  await ports.prices.keep(list.url, found.prices);
  void window.showInformationMessage(
    l10n.t(
      '{0} prices of {1} from {2} are used from now on. Reports keep the prices that they were made with.',
      formatCount(found.prices.length),
      day,
      list.id,
    ),
  );
}

async function chooseList(): Promise<PublicPriceList | undefined> {
  const items = publicPriceLists.map((list) => ({
    label: list.id,
    description: list.url,
    detail:
      list.id === 'openrouter'
        ? l10n.t('What OpenRouter charges, for endpoints there.')
        : l10n.t('A public list of what OpenAI, Anthropic and Alibaba charge.'),
    list,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Refresh Prices'),
    placeHolder: l10n.t('One request is sent to the list; it says nothing of you or your code'),
  });
  return chosen?.list;
}

async function withProgress(list: PublicPriceList, ports: PriceFetchPorts) {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Asking {0} for prices', list.id), cancellable: true },
    async (_progress, token) => {
      const stop = new AbortController();
      const subscription = token.onCancellationRequested(() => stop.abort());
      try {
        return await fetchPrices(list, ports, stop.signal);
      } catch (error) {
        if (isAbort(error)) return undefined;
        throw error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

/** Before and after, model by model: nothing of a stranger's list counts unseen. */
async function agree(
  list: PublicPriceList,
  { prices, leftOut }: { readonly prices: readonly unknown[]; readonly leftOut: number },
  changes: readonly PriceChange[],
): Promise<boolean> {
  const use: QuickPickItem = {
    label: `$(check) ${l10n.t('Use these prices')}`,
    detail:
      leftOut === 0
        ? l10n.t('{0} models.', formatCount(prices.length))
        : l10n.t(
            '{0} models. {1} more have no price, or one with parts that Parity does not know.',
            formatCount(prices.length),
            formatCount(leftOut),
          ),
  };
  const cancel: QuickPickItem = { label: `$(close) ${l10n.t('Keep the prices as they are')}` };
  const rows = changes.map(changeRow);
  const chosen = await window.showQuickPick([use, cancel, ...rows], {
    title: l10n.t('Prices from {0}', list.id),
    placeHolder:
      rows.length === 0
        ? l10n.t('Nothing changes for the models that Parity knows or that your endpoints name')
        : l10n.t('What changes for the models that Parity knows or that your endpoints name'),
    ignoreFocusOut: true,
  });
  return chosen === use;
}

function changeRow({ model, before, after, ratio }: PriceChange): QuickPickItem {
  const isSurprising = ratio !== null && (ratio > surprisingRatio || ratio < 1 / surprisingRatio);
  return {
    label: `$(${isSurprising ? 'warning' : 'arrow-small-right'}) ${modelName(model)}`,
    description: pricesLabel(after),
    detail: [
      before === null ? l10n.t('no price before') : l10n.t('before: {0}', pricesLabel(before)),
      ...(isSurprising ? [l10n.t('a large change: check it with the provider')] : []),
    ].join(' · '),
  };
}
