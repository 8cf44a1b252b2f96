import * as z from 'zod';
import { modelName } from '../base/modelName.ts';

export const apiModelSchema = z.strictObject({
  /** As the API names it. */
  id: z.string(),
  preset: z.enum(['openai', 'anthropic', 'model-studio']),
  /**
   * What was written later it cannot have been trained on. Where sources differ by days, the later day: less code counts
   * as new then, and none by mistake. Absent: no source was found.
   */
  released: z.strictObject({ on: z.iso.date(), source: z.string(), checkedOn: z.iso.date() }).optional(),
  /** The API stops serving it on this day. */
  retiresOn: z.iso.date().optional(),
  successor: z.string().optional(),
  /** `fixed`: a temperature or the like that is not the default is refused. */
  sampling: z.enum(['free', 'fixed']).optional(),
  /** `adaptive`: a budget for thinking is refused, the model decides. */
  thinking: z.enum(['budget', 'adaptive']).optional(),
  source: z.string(),
  checkedOn: z.iso.date(),
});

export type ApiModel = z.infer<typeof apiModelSchema>;

const deprecations = 'developers.openai.com/api/docs/deprecations';
const sonnetMigration = 'platform.claude.com/docs/en/models/sonnet-5/migration-guide';
const checkedOn = '2026-11-22';

function released(on: string, source: string): ApiModel['released'] {
  return { on, source, checkedOn: '2026-11-30' };
}
const modelsDev = 'github.com/anomalyco/models.dev, release_date';

/** What is known of single models, beside what their server tells. */
export const apiModels: readonly ApiModel[] = [
  {
    id: 'gpt-5',
    preset: 'openai',
    released: released('2025-08-07', modelsDev),
    retiresOn: '2026-12-11',
    successor: 'gpt-6.1-sol',
    sampling: 'fixed',
    source: deprecations,
    checkedOn,
  },
  {
    id: 'gpt-5-mini',
    preset: 'openai',
    released: released('2025-08-07', modelsDev),
    retiresOn: '2026-12-11',
    successor: 'gpt-6.1-terra',
    sampling: 'fixed',
    source: deprecations,
    checkedOn,
  },
  {
    id: 'gpt-6.1-sol',
    preset: 'openai',
    released: released('2026-09-30', 'wavespeed.ai/llm/openai/gpt-6.1-sol; runware.ai/docs says 2026-09-29'),
    source: 'developers.openai.com/api/docs/models/gpt-6.1-sol',
    checkedOn,
  },
  {
    id: 'gpt-6.1-terra',
    preset: 'openai',
    released: released('2026-10-26', 'apidog.com/blog/what-is-gpt-6-1-terra; docs.venice.ai/models/gpt-6-1-terra'),
    source: 'docs.litellm.ai/blog/gpt-6-1-terra',
    checkedOn,
  },
  {
    id: 'gpt-6-luna',
    preset: 'openai',
    released: released('2026-09-22', 'docs.litellm.ai/blog/gpt_6_sol_luna; models.dev'),
    source: 'apidog.com claude-sonnet-5-5-pricing',
    checkedOn,
  },
  {
    id: 'claude-sonnet-4-5',
    preset: 'anthropic',
    released: released('2025-09-29', modelsDev),
    retiresOn: '2026-11-30',
    successor: 'claude-sonnet-5-5',
    thinking: 'budget',
    source: 'platform.claude.com pricing',
    checkedOn,
  },
  {
    id: 'claude-sonnet-5-5',
    preset: 'anthropic',
    released: released(
      '2026-09-29',
      'github.com/orgs/cometapi-dev/discussions/144; docs.venice.ai/models/claude-sonnet-5-5 says 2026-09-26',
    ),
    sampling: 'fixed',
    thinking: 'adaptive',
    source: `platform.claude.com pricing as quoted by three trackers; ${sonnetMigration}`,
    checkedOn,
  },
  {
    id: 'claude-haiku-5-5',
    preset: 'anthropic',
    released: released('2026-10-07', modelsDev),
    thinking: 'adaptive',
    source: `two price trackers; ${sonnetMigration} for the family`,
    checkedOn,
  },
  {
    id: 'claude-opus-5-5',
    preset: 'anthropic',
    thinking: 'adaptive',
    source: `platform.claude.com pricing; ${sonnetMigration} for the family`,
    checkedOn,
  },
  {
    id: 'claude-haiku-4-5',
    preset: 'anthropic',
    released: released('2025-10-15', modelsDev),
    thinking: 'budget',
    source: 'platform.claude.com pricing',
    checkedOn,
  },
  {
    id: 'qwen3.5-plus',
    preset: 'model-studio',
    released: released('2026-02-16', modelsDev),
    source: 'alibabacloud.com/help/en/model-studio/models',
    checkedOn,
  },
  {
    id: 'qwen3.5-flash',
    preset: 'model-studio',
    released: released('2026-02-26', 'github.com/anomalyco/models.dev, release_date; the latest of several'),
    source: 'alibabacloud.com/help/en/model-studio/models',
    checkedOn,
  },
];

export function findApiModel(model: string): ApiModel | undefined {
  const name = modelName(model);
  return apiModels.find(({ id }) => id === name);
}

export interface Retirement {
  readonly retiresOn: string;
  readonly successor: string | undefined;
  /** Is it served no more? */
  readonly isOver: boolean;
}

/** `today`: `YYYY-MM-DD`. Undefined for a model of which no end is known. */
export function retirementOf(model: string, today: string): Retirement | undefined {
  const found = findApiModel(model);
  if (found?.retiresOn === undefined) return undefined;
  return { retiresOn: found.retiresOn, successor: found.successor, isOver: today >= found.retiresOn };
}
