import { l10n, window } from 'vscode';
import type { EndpointPorts } from './addEndpoint.ts';
import { isKey } from './apiKeys.ts';
import { pickEndpoint } from './pickEndpoint.ts';

/** `id`: of the endpoint, where the one who asks knows it. An empty key removes the one that is kept. */
export async function setApiKey({ settings, keys }: EndpointPorts, id: string | undefined): Promise<void> {
  const endpoints = settings.get('endpoints');
  const found =
    endpoints.find((endpoint) => endpoint.id === id) ??
    (await pickEndpoint(endpoints, { title: l10n.t('Set API Key') }));
  if (found === undefined) return;
  const { host } = new URL(found.url);
  const isSet = (await keys.get(found)) !== undefined;
  const key = await window.showInputBox({
    title: l10n.t('API Key for {0}', found.name ?? found.id),
    prompt: isSet
      ? l10n.t('A key is kept. Type another one, or leave this empty to remove it. It is sent to {0} alone.', host)
      : l10n.t('Kept in the secret storage of VS Code and sent to {0} alone.', host),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' || isKey(text.trim()) ? undefined : l10n.t('A key has no spaces.')),
  });
  if (key === undefined) return;
  if (key.trim() === '') await keys.remove(found);
  else await keys.set(found, key.trim());
}
