import { l10n } from 'vscode';
import { isLoopback } from '../../base/networkPolicy.ts';
import type { Price } from '../../benchmark/cost/price.ts';
import { priceInForce } from '../../benchmark/cost/priceInForce.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/statefulEngine.ts';
import { stateName } from '../../engine/stateName.ts';
import { releaseDate } from '../../harness/engines/releaseDate.ts';
import { resolveEndpoint } from '../../providers/endpoint.ts';
import { type Retirement, retirementOf } from '../../providers/apiModels.ts';
import type { Settings } from '../settings.ts';
import { dayLabel } from './benchmarkWords.ts';
import type { OfferedFile } from './offeredFiles.ts';

/** An engine that can be measured, before it is opened. */
export interface EngineOffer {
  /** `local`, that of an endpoint, or of `offerId` for a model file. */
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
  /** As far as it is known before it is opened. */
  readonly contextTokens: number;
  /** Whether it fills holes in its own way. */
  readonly infills: boolean;
  /** Of a model that its API will serve no more. */
  readonly retirement: Retirement | undefined;
}

export interface OfferFacts {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Rows that go before the built-in ones. */
  readonly prices: readonly Price[];
  /** Beside the one that the local engine has loaded. */
  readonly files?: readonly OfferedFile[];
}

/** The engines of the settings, and model files on this machine. */
export function engineOffers(
  settings: Settings,
  local: EngineState,
  { today, prices, files = [] }: OfferFacts,
): readonly EngineOffer[] {
  const localTokens = settings.get('model.contextTokens');
  const endpoints = settings.get('endpoints').map((setting): EngineOffer => {
    const isOwn = isLoopback(new URL(setting.url));
    const { host, contextTokens, preset, infill } = resolveEndpoint(setting);
    return {
      id: setting.id,
      label: setting.name ?? setting.id,
      description: setting.model,
      place: isOwn ? 'this-machine' : 'remote',
      host,
      price: isOwn ? undefined : priceInForce(setting.model, today, prices),
      releasedOn: releaseDate(setting.model),
      contextTokens: contextTokens ?? preset.contextTokens,
      infills: infill !== 'none',
      retirement: retirementOf(setting.model, today),
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
      contextTokens: modelOf(local)?.contextTokens ?? localTokens,
      infills: true,
      retirement: undefined,
    },
    ...files.map(({ id, name, quantization }): EngineOffer => ({
      id,
      label: name,
      description: quantization === undefined ? l10n.t('a file') : l10n.t('a file, {0}', quantization),
      place: 'local',
      price: undefined,
      releasedOn: releaseDate(name),
      contextTokens: localTokens,
      infills: true,
      retirement: undefined,
    })),
    ...endpoints,
  ];
}

function modelOf(state: EngineState): ModelDescription | undefined {
  return state.kind === 'ready' || state.kind === 'stopped' ? state.model : undefined;
}

/** Of a model that ends: when, and what comes after it. */
export function retirementWords({ retiresOn, successor, isOver }: Retirement): string {
  const day = dayLabel(retiresOn);
  if (isOver) {
    return successor === undefined
      ? l10n.t('Not served since {0}.', day)
      : l10n.t('Not served since {0}; its successor is {1}.', day, successor);
  }
  return successor === undefined
    ? l10n.t('Served until {0}.', day)
    : l10n.t('Served until {0}; its successor is {1}.', day, successor);
}

/** What leaves this machine and what it costs, in one sentence each. */
export function offerDetail({ place, host = '', price }: EngineOffer): string {
  if (place !== 'remote') return l10n.t('Nothing leaves this machine.');
  const cost =
    price === null || price === undefined ? l10n.t('What it costs is not known.') : l10n.t('Costs money by use.');
  return `${l10n.t('Sends code of this repository to {0}.', host)} ${cost}`;
}
