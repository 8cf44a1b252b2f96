import { type ExtensionContext, type QuickPickItem, QuickPickItemKind, commands, l10n, window } from 'vscode';
import * as z from 'zod';
import type { Side } from '../../chat/chatState.ts';
import { type EngineOffer, engineOffers } from '../benchmark/engineOffers.ts';
import type { EnginePorts } from '../benchmark/openEngines.ts';
import { describeDisclosure } from '../describeDisclosure.ts';
import { askItem } from '../quickSteps.ts';
import type { Settings } from '../settings.ts';
import { offerName } from './contenderOf.ts';

export interface TwoChosen {
  readonly offers: Readonly<Record<Side, EngineOffer>>;
  readonly isBlind: boolean;
}

interface TwoItem extends QuickPickItem {
  readonly next: 'ask' | 'ask-blind' | Side;
}

const rememberedKey = 'askTwo.engines';
const rememberedSchema = z.tuple([z.string(), z.string()]);

/**
 * Which two engines, open or blind. The last two are offered at once; what leaves the machine stands beside each before
 * anything is sent. Undefined: the user left.
 */
export async function chooseTwo(
  context: ExtensionContext,
  { settings, local, costs }: Pick<EnginePorts, 'settings' | 'local' | 'costs'>,
): Promise<TwoChosen | undefined> {
  const offers = engineOffers(settings, local.state, {
    today: new Date().toISOString().slice(0, 10),
    prices: await costs.prices.rows(),
  });
  if (offers.length < 2) {
    await offerEndpoint();
    return undefined;
  }
  let chosen = remembered(context, offers) ?? (await chooseBoth(offers, settings));
  while (chosen !== undefined) {
    await context.globalState.update(rememberedKey, [chosen.left.id, chosen.right.id]);
    const item = await askItem<TwoItem>({
      title: l10n.t('Ask Two Engines'),
      step: 1,
      totalSteps: 1,
      placeholder: l10n.t('Both get the conversation and may read and search files. Neither changes anything.'),
      items: lastItems(chosen, settings),
    });
    if (item.kind !== 'done') return undefined;
    const { next } = item.value;
    if (next === 'ask' || next === 'ask-blind') return { offers: chosen, isBlind: next === 'ask-blind' };
    const other = next === 'left' ? chosen.right : chosen.left;
    const engine = await chooseEngine(offers, other, settings);
    if (engine !== undefined) chosen = { ...chosen, [next]: engine };
  }
  return undefined;
}

async function offerEndpoint(): Promise<void> {
  const add = l10n.t('Add Endpoint');
  const text = l10n.t('To ask two engines, add a server or an API beside the local engine.');
  if ((await window.showInformationMessage(text, add)) === add) await commands.executeCommand('parity.addEndpoint');
}

function remembered(context: ExtensionContext, offers: readonly EngineOffer[]): TwoChosen['offers'] | undefined {
  const { data } = rememberedSchema.safeParse(context.globalState.get(rememberedKey));
  const [left, right] = (data ?? []).map((id) => offers.find((offer) => offer.id === id));
  return left === undefined || right === undefined || left === right ? undefined : { left, right };
}

async function chooseBoth(
  offers: readonly EngineOffer[],
  settings: Settings,
): Promise<TwoChosen['offers'] | undefined> {
  const [first, second] = offers;
  // With two there is nothing to choose.
  if (offers.length === 2 && first !== undefined && second !== undefined) return { left: first, right: second };
  const left = await chooseEngine(offers, undefined, settings);
  const right = left && (await chooseEngine(offers, left, settings));
  return left === undefined || right === undefined ? undefined : { left, right };
}

/** `other`: the one that is chosen already. */
async function chooseEngine(
  offers: readonly EngineOffer[],
  other: EngineOffer | undefined,
  settings: Settings,
): Promise<EngineOffer | undefined> {
  const item = await askItem<QuickPickItem & { readonly offer: EngineOffer }>({
    title: l10n.t('Ask Two Engines'),
    step: 1,
    totalSteps: 2,
    placeholder:
      other === undefined ? l10n.t('Which is the first?') : l10n.t('Which answers beside {0}?', offerName(other)),
    items: offers.filter((offer) => offer !== other).map((offer) => ({ ...engineItem(offer, settings), offer })),
  });
  return item.kind === 'done' ? item.value.offer : undefined;
}

function lastItems({ left, right }: TwoChosen['offers'], settings: Settings): TwoItem[] {
  const isKept = settings.get('voting.keepAnswers');
  const kept = isKept ? l10n.t('Both answers are kept on this machine for a blind vote.') : '';
  return [
    { label: `$(split-horizontal) ${l10n.t('Ask Both')}`, detail: kept, next: 'ask' },
    {
      label: `$(eye-closed) ${l10n.t('Ask Both, Blind')}`,
      detail: l10n.t('Sides are random. Names, times and costs show after your vote.'),
      next: 'ask-blind',
    },
    { label: l10n.t('Engines, each can be changed'), kind: QuickPickItemKind.Separator, next: 'left' },
    { ...engineItem(left, settings), next: 'left' },
    { ...engineItem(right, settings), next: 'right' },
  ];
}

function engineItem(offer: EngineOffer, settings: Settings): QuickPickItem {
  const url = settings.get('endpoints').find(({ id }) => id === offer.id)?.url;
  return {
    label: offerName(offer),
    description: costNote(offer),
    detail: url === undefined ? l10n.t('Nothing leaves this machine.') : describeDisclosure('chat', url),
  };
}

function costNote({ place, price }: EngineOffer): string {
  if (place !== 'remote') return l10n.t('no API cost');
  return price === null || price === undefined ? l10n.t('cost unknown') : l10n.t('costs money by use');
}
