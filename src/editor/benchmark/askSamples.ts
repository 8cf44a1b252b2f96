import { type QuickPickItem, l10n } from 'vscode';
import { usualSamples } from '../../benchmark/running/usualSamples.ts';
import { type StepFrame, type StepResult, askItem } from '../quickSteps.ts';
import type { EngineOffer } from './engineOffers.ts';

export interface SamplesQuestion {
  /** That are to be measured. */
  readonly engines: readonly Pick<EngineOffer, 'place'>[];
  /** What was chosen last; undefined: nothing. */
  readonly chosen: number | undefined;
}

type SamplesItem = QuickPickItem & { readonly samples: number };

export async function askSamples({ engines, chosen }: SamplesQuestion, frame: StepFrame): Promise<StepResult<number>> {
  const usual = usualSamples(engines);
  const isHosted = usual > 1;
  const items: SamplesItem[] = [
    {
      label: l10n.t('1 Answer'),
      detail: isHosted
        ? l10n.t('Quickest. An engine on a server can answer differently each time, so luck counts.')
        : l10n.t('Quickest. The seed is fixed, so the same run answers the same.'),
      samples: 1,
    },
    {
      label: l10n.t('3 Answers'),
      detail: l10n.t('Three times as long. Solved is what most of the answers solve.'),
      samples: 3,
    },
    {
      label: l10n.t('5 Answers'),
      detail: l10n.t('Five times as long. Also tells how often at least one of five is right.'),
      samples: 5,
    },
  ].map((item) => (item.samples === usual ? { ...item, description: l10n.t('recommended') } : item));
  const active = items.find(({ samples }) => samples === (chosen ?? usual));
  const picked = await askItem<SamplesItem>({
    ...frame,
    placeholder: l10n.t('How many answers to each task?'),
    items,
    ...(active === undefined ? {} : { active }),
  });
  return picked.kind === 'done' ? { kind: 'done', value: picked.value.samples } : picked;
}
