import { l10n, window } from 'vscode';
import { highestCost } from '../../benchmark/cost/requestCost.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import type { ConsentPoint } from '../benchmark/consentFacts.ts';
import { type EngineOffer, offerDetail } from '../benchmark/engineOffers.ts';
import { formatCount } from '../formatCount.ts';
import { sandboxPhrase } from '../benchmark/sandboxPhrase.ts';

export interface ArenaOrder {
  readonly instruction: string;
  readonly engines: readonly [EngineOffer, EngineOffer];
}

/** The task and the two engines. Undefined: dismissed. */
export async function askArena(
  offers: readonly EngineOffer[],
  last: ArenaOrder | undefined,
): Promise<ArenaOrder | undefined> {
  const instruction = await window.showInputBox({
    title: l10n.t('Arena: One Task for Two Engines'),
    prompt: l10n.t('What should be changed? Both engines get these words, and the repository as it is now.'),
    value: last?.instruction ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Write what should be changed.') : undefined),
  });
  if (instruction === undefined) return undefined;
  const first = await pickEngine(l10n.t('First Engine'), offers);
  if (first === undefined) return undefined;
  const second = await pickEngine(
    l10n.t('Second Engine'),
    offers.filter(({ id }) => id !== first.id),
  );
  return second === undefined ? undefined : { instruction: instruction.trim(), engines: [first, second] };
}

async function pickEngine(title: string, offers: readonly EngineOffer[]): Promise<EngineOffer | undefined> {
  const items = offers.map((offer) => ({
    label: offer.label,
    description: offer.description,
    detail: offerDetail(offer),
    offer,
  }));
  return (await window.showQuickPick(items, { title, ignoreFocusOut: true }))?.offer;
}

/** The most that an engine's part can cost; `null`: not known; undefined: no bill. */
export function arenaCeiling(
  { price }: EngineOffer,
  { agentTokens }: RunRecord['parameters'],
): number | null | undefined {
  // All of the budget, written: the dearest kind of token.
  return price && highestCost(price, 0, agentTokens);
}

export interface ArenaFacts extends ArenaOrder {
  readonly parameters: RunRecord['parameters'];
  readonly sandbox: SandboxDescription;
}

export function arenaPoints({ instruction, engines, parameters, sandbox }: ArenaFacts): readonly ConsentPoint[] {
  const plain = (heading: string, lines: readonly string[]): ConsentPoint => ({ heading, lines, isWarning: false });
  const remote = engines.filter(({ place }) => place === 'remote');
  const minutes = formatCount(Math.round(parameters.agentMs / 60_000));
  const runs = l10n.t(
    'The tests of the repository run on both answers, and once on what is there now. All of it happens in copies in a temporary folder; your files are not touched.',
  );
  return [
    plain(l10n.t('Task'), [instruction]),
    plain(
      l10n.t('Engines'),
      engines.map(({ label, host }) => (host === undefined ? label : l10n.t('{0}, at {1}', label, host))),
    ),
    plain(l10n.t('Limits'), [
      l10n.t(
        'Each has {0} min, {1} replies and {2} tokens.',
        minutes,
        parameters.agentReplies,
        formatCount(parameters.agentTokens),
      ),
    ]),
    sandbox.level === 'none'
      ? {
          heading: l10n.t('Tests run without a sandbox'),
          lines: [runs, l10n.t('This machine offers no sandbox, so changed code runs as you do.')],
          isWarning: true,
        }
      : plain(l10n.t('Tests run in a sandbox'), [runs, l10n.t('The sandbox is {0}.', sandboxPhrase(sandbox))]),
    remote.length === 0
      ? plain(l10n.t('What leaves this machine'), [l10n.t('Nothing.')])
      : {
          heading: l10n.t('Code leaves this machine'),
          lines: remote.map(({ host = '' }) =>
            l10n.t(
              '{0} gets the task, and whatever files and search results it asks for, changes that are not committed included.',
              host,
            ),
          ),
          isWarning: true,
        },
    ...(remote.length === 0 ? [] : [costPoint(remote, parameters)]),
  ];
}

function costPoint(remote: readonly EngineOffer[], parameters: RunRecord['parameters']): ConsentPoint {
  const ceilings = remote.map((offer) => ({ offer, usd: arenaCeiling(offer, parameters) }));
  return {
    heading: l10n.t('Cost'),
    lines: ceilings.map(({ offer: { label }, usd }) =>
      typeof usd === 'number'
        ? l10n.t('{0}: at most {1}. A request that could go beyond that is not sent.', label, moneyText(usd))
        : l10n.t('{0}: what it costs is not known. The limit of tokens holds.', label),
    ),
    isWarning: ceilings.some(({ usd }) => typeof usd !== 'number'),
  };
}
