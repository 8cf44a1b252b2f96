import { randomBytes } from 'node:crypto';
import type { SecretStorage } from 'vscode';
import type { Disposable } from '../../base/disposables.ts';

const name = 'parity.servingKey';

/** The key that programs need: made once, and kept in VS Code's secret storage alone. */
export async function servingKey(secrets: SecretStorage): Promise<string> {
  return (await secrets.get(name)) ?? newServingKey(secrets);
}

/** Takes the place of the one before, which is good for nothing any more. */
export async function newServingKey(secrets: SecretStorage): Promise<string> {
  const key = `parity-${randomBytes(24).toString('base64url')}`;
  await secrets.store(name, key);
  return key;
}

/** Also when another window made a new one. */
export function onServingKey(secrets: SecretStorage, listener: (key: string) => void): Disposable {
  return secrets.onDidChange(async (change) => {
    if (change.key === name) listener(await servingKey(secrets));
  });
}
