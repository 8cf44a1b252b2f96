import { type ConfigurationScope, type Disposable, workspace } from 'vscode';
import { AppError } from '../base/appError.ts';
import { parseSetting } from '../base/parseSetting.ts';
import type { SettingKey, SettingValue } from '../base/settings.ts';

const section = 'parity';

export interface Settings {
  get<K extends SettingKey>(key: K, scope?: ConfigurationScope): SettingValue<K>;
  onChange(keys: readonly SettingKey[], listener: () => void): Disposable;
}

/**
 * Reads the settings. A value of the wrong type counts as the default; `onInvalid` is told once for each key, and again
 * only after the user has changed it.
 */
export function readSettings(onInvalid: (error: AppError<'settings-invalid'>) => void): Settings & Disposable {
  const reported = new Set<SettingKey>();
  const subscription = workspace.onDidChangeConfiguration((event) => {
    for (const key of reported) if (event.affectsConfiguration(`${section}.${key}`)) reported.delete(key);
  });
  return {
    get(key, scope) {
      const { value, problem } = parseSetting(key, workspace.getConfiguration(section, scope).get(key));
      if (problem !== undefined && !reported.has(key)) {
        reported.add(key);
        onInvalid(new AppError('settings-invalid', { key: `${section}.${key}`, problem }));
      }
      return value;
    },
    onChange: (keys, listener) =>
      workspace.onDidChangeConfiguration((event) => {
        if (keys.some((key) => event.affectsConfiguration(`${section}.${key}`))) listener();
      }),
    dispose: () => subscription.dispose(),
  };
}
