import { l10n } from 'vscode';
import { isLoopback } from '../../base/networkPolicy.ts';
import type { Price } from '../../benchmark/cost/price.ts';
import { priceInForce } from '../../benchmark/cost/priceInForce.ts';
import type { EngineState } from '../../engine/statefulEngine.ts';
import { stateName } from '../../engine/stateName.ts';
import { releaseDate } from '../../harness/engines/releaseDate.ts';
import { resolveEndpoint } from '../../providers/endpoint.ts';
import type { Settings } from '../settings.ts';

/** An engine that can be measured, before it is opened. */
export interface EngineOffer {
  /** `local`, or the id of an endpoint. */
  readonly id: string;
  readonly label: string;
  /** The model, where the label does not say it. */
  readonly description: string;
  readonly place: 'local' | 'this-machine' | 'remote';
  /** Of an endpoint. */
  readonly host?: string;
  /** `null`: it costs money, and nobody knows how much. Undefined: it is our own. */
  readonly price: Price | null | undefined;
  /** `YYYY-MM-DD`: of the model, where it is known. */
  readonly releasedOn: string | undefined;
}

/** The engines of the settings. `today`: `YYYY-MM-DD`; `prices`: rows that go before the built-in ones. */
export function engineOffers(
  settings: Settings,
  local: EngineState,
  { today, prices }: { readonly today: string; readonly prices: readonly Price[] },
): readonly EngineOffer[] {
  const endpoints = settings.get('endpoints').map((setting): EngineOffer => {
    const isOwn = isLoopback(new URL(setting.url));
    return {
      id: setting.id,
      label: setting.name ?? setting.id,
      description: setting.model,
      place: isOwn ? 'this-machine' : 'remote',
      host: resolveEndpoint(setting).host,
      price: isOwn ? undefined : priceInForce(setting.model, today, prices),
      releasedOn: releaseDate(setting.model),
    };
  });
  const localName = stateName(local);
  return [
    {
      id: 'local',
      label: localName ?? l10n.t('The local engine'),
      description: l10n.t('the local engine'),
      place: 'local',
      price: undefined,
      releasedOn: localName === undefined ? undefined : releaseDate(localName),
    },
    ...endpoints,
  ];
}

/** What leaves this machine and what it costs, in one sentence each. */
export function offerDetail({ place, host = '', price }: EngineOffer): string {
  if (place !== 'remote') return l10n.t('Nothing leaves this machine.');
  const cost =
    price === null || price === undefined ? l10n.t('What it costs is not known.') : l10n.t('Costs money by use.');
  return `${l10n.t('Sends code of this repository to {0}.', host)} ${cost}`;
}
