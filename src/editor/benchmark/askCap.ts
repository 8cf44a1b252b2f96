import { type QuickPickItem, l10n } from 'vscode';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import { type StepFrame, type StepResult, askItem, askText } from '../quickSteps.ts';
import type { EngineOffer } from './engineOffers.ts';
import type { RunChoice } from './runChoice.ts';

type Caps = Pick<RunChoice, 'maxUsd' | 'maxTokens'>;

export interface CapQuestion {
  /** That are to be measured and cost money. */
  readonly engines: readonly Pick<EngineOffer, 'price'>[];
  /** What was chosen last. */
  readonly chosen: Caps;
}

type CapItem = QuickPickItem & { readonly cap: number | 'other' | 'none' };

/** The most that may be spent: in dollars, or in tokens where a price is not known. That there is no limit has to be said. */
export async function askCap({ engines, chosen }: CapQuestion, frame: StepFrame): Promise<StepResult<Caps>> {
  const isPriced = engines.every(({ price }) => price !== null && price !== undefined);
  if (!isPriced) return askTokens(chosen, frame);
  const amounts = [...new Set([chosen.maxUsd ?? usualUsd, 1, usualUsd, 20])].toSorted((a, b) => a - b);
  const items: CapItem[] = [
    ...amounts.map((usd) => ({
      label: moneyText(usd),
      cap: usd,
      detail: l10n.t('Stops before a request that could go beyond that.'),
    })),
    { label: l10n.t('Another Amount…'), cap: 'other' },
    { label: l10n.t('No Limit'), detail: l10n.t('The run costs what it costs.'), cap: 'none' },
  ];
  const active = items.find(({ cap }) => cap === (chosen.maxUsd ?? usualUsd));
  const picked = await askItem<CapItem>({
    ...frame,
    placeholder: l10n.t('How much may the run cost at most?'),
    items,
    ...(active === undefined ? {} : { active }),
  });
  if (picked.kind !== 'done') return picked;
  const { cap } = picked.value;
  if (cap === 'other') return askUsd({ engines, chosen }, frame);
  return { kind: 'done', value: { maxUsd: cap === 'none' ? null : cap, maxTokens: null } };
}

const usualUsd = 5;

async function askUsd(question: CapQuestion, frame: StepFrame): Promise<StepResult<Caps>> {
  const answer = await askText({
    ...frame,
    prompt: l10n.t('How many US dollars may the run cost at most?'),
    value: String(question.chosen.maxUsd ?? usualUsd),
    problemWith: amountProblem,
  });
  if (answer.kind === 'back') return askCap(question, frame);
  return answer.kind === 'done' ? { kind: 'done', value: { maxUsd: Number(answer.value), maxTokens: null } } : answer;
}

async function askTokens(chosen: Caps, frame: StepFrame): Promise<StepResult<Caps>> {
  const answer = await askText({
    ...frame,
    prompt: l10n.t(
      'The price of an engine is not known. How many million tokens may all engines take together, prompts and answers?',
    ),
    value: String((chosen.maxTokens ?? 2_000_000) / 1_000_000),
    problemWith: amountProblem,
  });
  if (answer.kind !== 'done') return answer;
  const maxTokens = Math.max(1, Math.round(Number(answer.value) * 1_000_000));
  return { kind: 'done', value: { maxUsd: chosen.maxUsd, maxTokens } };
}

function amountProblem(text: string): string | undefined {
  return /^\d{1,4}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0
    ? undefined
    : l10n.t('Write a number above 0, such as 2.5.');
}
