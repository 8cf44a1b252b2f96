import * as z from 'zod';
import { modelName } from '../base/modelName.ts';

export const apiModelSchema = z.strictObject({
  /** As the API names it. */
  id: z.string(),
  preset: z.enum(['openai', 'anthropic', 'model-studio']),
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

/** What is known of single models, beside what their server tells. */
export const apiModels: readonly ApiModel[] = [
  {
    id: 'gpt-5',
    preset: 'openai',
    retiresOn: '2026-12-11',
    successor: 'gpt-6.1-sol',
    sampling: 'fixed',
    source: deprecations,
    checkedOn,
  },
  {
    id: 'gpt-5-mini',
    preset: 'openai',
    retiresOn: '2026-12-11',
    successor: 'gpt-6.1-terra',
    sampling: 'fixed',
    source: deprecations,
    checkedOn,
  },
  { id: 'gpt-6.1-sol', preset: 'openai', source: 'developers.openai.com/api/docs/models/gpt-6.1-sol', checkedOn },
  { id: 'gpt-6.1-terra', preset: 'openai', source: 'docs.litellm.ai/blog/gpt-6-1-terra', checkedOn },
  { id: 'gpt-6-luna', preset: 'openai', source: 'apidog.com claude-sonnet-5-5-pricing', checkedOn },
  {
    id: 'claude-sonnet-4-5',
    preset: 'anthropic',
    retiresOn: '2026-11-30',
    successor: 'claude-sonnet-5-5',
    thinking: 'budget',
    source: 'platform.claude.com pricing',
    checkedOn,
  },
  {
    id: 'claude-sonnet-5-5',
    preset: 'anthropic',
    sampling: 'fixed',
    thinking: 'adaptive',
    source: `platform.claude.com pricing as quoted by three trackers; ${sonnetMigration}`,
    checkedOn,
  },
  {
    id: 'claude-haiku-5-5',
    preset: 'anthropic',
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
    thinking: 'budget',
    source: 'platform.claude.com pricing',
    checkedOn,
  },
  { id: 'qwen3.5-plus', preset: 'model-studio', source: 'alibabacloud.com/help/en/model-studio/models', checkedOn },
  { id: 'qwen3.5-flash', preset: 'model-studio', source: 'alibabacloud.com/help/en/model-studio/models', checkedOn },
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
