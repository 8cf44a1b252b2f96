import { l10n } from 'vscode';
import { type StepFrame, type StepResult, askText } from '../quickSteps.ts';
import type { EngineOffer } from './engineOffers.ts';
import type { RunChoice } from './runChoice.ts';

type Caps = Pick<RunChoice, 'maxUsd' | 'maxTokens'>;

export interface CapQuestion {
  /** That are to be measured and cost money. */
  readonly engines: readonly Pick<EngineOffer, 'price'>[];
  /** What was chosen last. */
  readonly chosen: Caps;
}

/** The most that may be spent: in dollars, or in tokens where a price is not known. */
export async function askCap({ engines, chosen }: CapQuestion, frame: StepFrame): Promise<StepResult<Caps>> {
  const isPriced = engines.every(({ price }) => price !== null && price !== undefined);
  const answer = await askText({
    ...frame,
    prompt: isPriced
      ? l10n.t('How many US dollars may the run cost at most? It stops before a request that could go beyond that.')
      : l10n.t(
          'The price of an engine is not known. How many million tokens may all engines take together, prompts and answers?',
        ),
    value: String(isPriced ? (chosen.maxUsd ?? 5) : (chosen.maxTokens ?? 2_000_000) / 1_000_000),
    problemWith: amountProblem,
  });
  if (answer.kind !== 'done') return answer;
  const amount = Number(answer.value);
  return {
    kind: 'done',
    value: isPriced
      ? { maxUsd: amount, maxTokens: null }
      : { maxUsd: chosen.maxUsd, maxTokens: Math.max(1, Math.round(amount * 1_000_000)) },
  };
}

function amountProblem(text: string): string | undefined {
  return /^\d{1,4}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0
    ? undefined
    : l10n.t('Write a number above 0, such as 2.5.');
}
