import { ConfigurationTarget, l10n, workspace } from 'vscode';
import type { EndpointPorts } from './addEndpoint.ts';
import { pickEndpoint } from './pickEndpoint.ts';

/** Takes an endpoint and its key away; a role that used it goes back to the local engine. */
export async function removeEndpoint({ settings, keys }: EndpointPorts): Promise<void> {
  const endpoints = settings.get('endpoints');
  const endpoint = await pickEndpoint(endpoints, {
    title: l10n.t('Remove Endpoint'),
    placeHolder: l10n.t('Its API key is removed too'),
  });
  if (endpoint === undefined) return;
  const configuration = workspace.getConfiguration('parity');
  for (const key of ['engines.completion', 'engines.chat', 'engines.background'] as const) {
    if (settings.get(key) === endpoint.id) await configuration.update(key, undefined, ConfigurationTarget.Global);
  }
  await configuration.update(
    'endpoints',
    endpoints.filter((other) => other !== endpoint),
    ConfigurationTarget.Global,
  );
  await keys.remove(endpoint);
}
