import { type QuickPickOptions, l10n, window } from 'vscode';
import type { EndpointSetting } from '../base/endpointSchema.ts';

/** Undefined: the user left the list, or there is nothing to pick and has been told so. */
export async function pickEndpoint(
  endpoints: readonly EndpointSetting[],
  options: QuickPickOptions,
): Promise<EndpointSetting | undefined> {
  if (endpoints.length === 0) {
    void window.showInformationMessage(l10n.t('There are no endpoints. Add one with Parity: Add Endpoint.'));
    return undefined;
  }
  const items = endpoints.map((endpoint) => ({
    label: endpoint.name ?? endpoint.id,
    description: `${endpoint.model} · ${new URL(endpoint.url).host}`,
    endpoint,
  }));
  return (await window.showQuickPick(items, options))?.endpoint;
}
