import type { SecretStorage } from 'vscode';
import type { Disposable } from '../base/disposables.ts';

/** Of which endpoint a key is. */
export interface KeyOwner {
  readonly id: string;
  readonly url: string;
}

/** The keys of the endpoints, in VS Code's secret storage: nowhere else are they kept. */
export interface ApiKeys {
  get(owner: KeyOwner): Promise<string | undefined>;
  set(owner: KeyOwner, key: string): Promise<void>;
  remove(owner: KeyOwner): Promise<void>;
  /** Also when another window changed one. */
  onChange(listener: () => void): Disposable;
}

const prefix = 'parity.apiKey.';

/** A key is kept for an endpoint at its host: when someone changes the address, the key does not go along. */
function nameOf({ id, url }: KeyOwner): string {
  return `${prefix}${id}@${URL.canParse(url) ? new URL(url).host : ''}`;
}

export function createApiKeys(secrets: SecretStorage): ApiKeys {
  return {
    get: async (owner) => secrets.get(nameOf(owner)),
    set: async (owner, key) => secrets.store(nameOf(owner), key),
    remove: async (owner) => secrets.delete(nameOf(owner)),
    onChange: (listener) => secrets.onDidChange(({ key }) => (key.startsWith(prefix) ? listener() : undefined)),
  };
}

/** A key goes into a header: nothing that could end the header's line. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]{1,4000}$/.test(text);
}
