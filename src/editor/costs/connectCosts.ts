import { join } from 'node:path';
import { ConfigurationTarget, type ExtensionContext, workspace } from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { httpFetch } from '../../providers/httpFetch.ts';
import type { Settings } from '../settings.ts';
import { chooseComparedModel } from './chooseComparedModel.ts';
import { menuCosts, type MenuCosts, showCosts } from './showCosts.ts';
import { createPriceBook, type PriceBook } from './priceBook.ts';
import { refreshPrices } from './refreshPrices.ts';
import { createUsageLog, type UsageLog } from './usageLog.ts';

export interface Costs extends Disposable {
  readonly prices: PriceBook;
  readonly usage: UsageLog;
  /** For the menu of the status bar. */
  menu(): Promise<MenuCosts>;
  show(): Promise<void>;
  refresh(): Promise<void>;
  chooseComparedModel(): Promise<void>;
}

export function connectCosts({
  context,
  settings,
  log,
}: {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly log: Log;
}): Costs {
  const store = new DisposableStore();
  const today = (): string => new Date().toISOString().slice(0, 10);
  const kept = context.globalStorageUri.fsPath;
  const prices = createPriceBook(join(kept, 'prices.json'), settings, today);
  const usage = store.add(createUsageLog({ folder: join(kept, 'usage'), prices, clock: systemClock, today, log }));
  const ports = { settings, prices, usage, today };
  return {
    prices,
    usage,
    menu: () => menuCosts(ports),
    show: () => showCosts(ports),
    refresh: () => refreshPrices({ ...ports, fetch: httpFetch, isOffline: () => settings.get('network.offline') }),
    async chooseComparedModel() {
      const model = await chooseComparedModel(ports);
      if (model === undefined) return;
      await workspace.getConfiguration('parity').update('cost.comparedModel', model, ConfigurationTarget.Global);
      await showCosts(ports);
    },
    dispose: () => store.dispose(),
  };
}
