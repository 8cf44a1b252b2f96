import { type QuickPickItem, QuickPickItemKind, l10n } from 'vscode';
import { apiModels, retirementOf } from '../../providers/apiModels.ts';
import type { Preset } from '../../providers/presetSchema.ts';
import { presetOf } from '../../providers/presets.ts';
import { type StepFrame, type StepResult, askItems } from '../quickSteps.ts';
import { type EngineOffer, offerDetail, retirementWords } from './engineOffers.ts';

/** A model of a service that is not in the settings yet. */
export interface WantedModel {
  readonly preset: Preset;
  readonly model: string;
}

export interface EngineQuestion {
  /** As the settings are now: asked again after one was added. */
  readonly offers: () => readonly EngineOffer[];
  /** Ids that are marked from the start. */
  readonly chosen: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** To be compared: two at least, and others can be set up from here. Gives the id of a new one, undefined: given up. */
  readonly add?: (wanted: WantedModel | undefined) => Promise<string | undefined>;
}

interface EngineItem extends QuickPickItem {
  readonly engineId?: string;
  /** Has to be set up first; `other`: whatever a person then chooses. */
  readonly wanted?: WantedModel | 'other';
}

/** Which engines are measured. Those that are not set up are, one after another, before the answer is given. */
export async function askEngines(question: EngineQuestion, frame: StepFrame): Promise<StepResult<readonly string[]>> {
  const { offers, today, add } = question;
  let marked: readonly string[] = question.chosen;
  for (;;) {
    const items = engineItems(offers(), { marked, today, canAdd: add !== undefined });
    const isCompared = add !== undefined;
    const picked = await askItems<EngineItem>({
      ...frame,
      placeholder: isCompared
        ? l10n.t('Which engines? Mark two or more.')
        : l10n.t('Which engines? Two or more are compared on the same tasks.'),
      needsOne: isCompared ? l10n.t('mark at least two engines') : l10n.t('mark at least one engine'),
      isEnough: (chosen) => !isCompared || chosen.length > 1,
      items,
    });
    if (picked.kind !== 'done') return picked;
    const ready = picked.value.flatMap(({ engineId }) => engineId ?? []);
    const missing = picked.value.flatMap(({ wanted }) => wanted ?? []);
    if (missing.length === 0 || add === undefined) return { kind: 'done', value: ready };
    const added: string[] = [];
    for (const wanted of missing) {
      const id = await add(wanted === 'other' ? undefined : wanted);
      if (id !== undefined) added.push(id);
    }
    marked = [...ready, ...added];
    if (added.length === missing.length) return { kind: 'done', value: marked };
  }
}

interface ItemFacts {
  readonly marked: readonly string[];
  readonly today: string;
  readonly canAdd: boolean;
}

function engineItems(offers: readonly EngineOffer[], { marked, today, canAdd }: ItemFacts): readonly EngineItem[] {
  const itemOf = (offer: EngineOffer): EngineItem => ({
    label: offer.label,
    description: descriptionOf(offer),
    detail: offerDetail(offer),
    picked: marked.includes(offer.id),
    engineId: offer.id,
  });
  // What its API does not serve any more cannot be asked: its successor stands among the others.
  const served = offers.filter(({ retirement }) => retirement?.isOver !== true);
  if (!canAdd) return served.map(itemOf);
  const own = served.filter(({ place }) => place !== 'remote').map(itemOf);
  const remote = served.filter(({ place }) => place === 'remote').map(itemOf);
  return [
    { label: l10n.t('On this machine'), kind: QuickPickItemKind.Separator },
    ...own,
    { label: l10n.t('Servers and APIs of your settings'), kind: QuickPickItemKind.Separator },
    ...remote,
    { label: l10n.t('To be set up first, with a key'), kind: QuickPickItemKind.Separator },
    ...newItems(offers, today),
    {
      label: `$(add) ${l10n.t('Another Endpoint…')}`,
      detail: l10n.t('A server of your own, OpenRouter, or any other with the protocol of OpenAI or Anthropic'),
      wanted: 'other',
    },
  ];
}

/** With the end of a model that ends: the line below has no room for it. */
function descriptionOf({ description, retirement }: EngineOffer): string {
  return retirement === undefined ? description : `${description} · ${retirementWords(retirement)}`;
}

/** Models of services that no endpoint names. One that has ended is offered as its successor, once. */
function newItems(offers: readonly EngineOffer[], today: string): readonly EngineItem[] {
  const present = new Set(offers.map(({ description }) => description));
  const items = new Map<string, EngineItem>();
  for (const { id, preset: presetId } of apiModels) {
    const retirement = retirementOf(id, today);
    const model = retirement?.isOver === true ? retirement.successor : id;
    if (model === undefined || present.has(model) || items.has(model)) continue;
    const preset = presetOf(presetId);
    const end = retirementOf(model, today);
    const details = [
      ...(end === undefined ? [] : [retirementWords(end)]),
      ...apiModels.flatMap((other) => successionWords(other.id, model, today)),
    ];
    items.set(model, {
      label: model,
      description: preset.label,
      ...(details.length === 0 ? {} : { detail: details.join(' ') }),
      wanted: { preset, model },
    });
  }
  return [...items.values()];
}

/** That it is the one to take for another, which has ended. */
function successionWords(id: string, model: string, today: string): readonly string[] {
  const retirement = retirementOf(id, today);
  if (retirement?.isOver !== true || retirement.successor !== model) return [];
  return [l10n.t('In the place of {0}, which is not served any more.', id)];
}
