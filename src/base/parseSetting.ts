import * as z from 'zod';
import { type SettingDefinition, settingDefinitions, type SettingKey, type SettingValue } from './settings.ts';

/** A value fit for use, and what was wrong with the one found, if anything. */
export interface ParsedSetting<K extends SettingKey> {
  readonly value: SettingValue<K>;
  readonly problem: string | undefined;
}

/** Takes what the editor holds for `key`: the default stands in for anything that does not fit. */
export function parseSetting<K extends SettingKey>(key: K, found: unknown): ParsedSetting<K> {
  const definition: SettingDefinition = settingDefinitions[key];
  const problem = found === undefined ? undefined : problemWith(definition, found);
  const value = found === undefined || problem !== undefined ? definition.default : completed(definition, found);
  return { value: value as SettingValue<K>, problem };
}

/** `found`, which has no problem, with the defaults of what a list's items leave out. */
function completed(definition: SettingDefinition, found: unknown): unknown {
  return definition.type === 'list' ? z.array(definition.item).parse(found) : found;
}

function problemWith(definition: SettingDefinition, found: unknown): string | undefined {
  switch (definition.type) {
    case 'boolean':
      return typeof found === 'boolean' ? undefined : 'must be true or false';
    case 'string':
      return typeof found === 'string' ? undefined : 'must be text';
    case 'choice': {
      const isChoice = typeof found === 'string' && Object.hasOwn(definition.choices, found);
      return isChoice ? undefined : `must be one of ${Object.keys(definition.choices).join(', ')}`;
    }
    case 'integer':
    case 'number': {
      const { type, minimum, maximum } = definition;
      const isNumber = typeof found === 'number' && (type === 'number' || Number.isInteger(found));
      const kind = type === 'number' ? 'a number' : 'a whole number';
      return isNumber && found >= minimum && found <= maximum
        ? undefined
        : `must be ${kind} from ${minimum} to ${maximum}`;
    }
    case 'list': {
      const { error } = z.array(definition.item).safeParse(found);
      const [issue] = error?.issues ?? [];
      return issue === undefined ? undefined : `has a mistake at [${issue.path.join('.')}]: ${issue.message}`;
    }
  }
}
