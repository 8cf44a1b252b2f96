import { l10n } from 'vscode';
import { isLoopback } from '../base/networkPolicy.ts';
import type { Role } from './engineRoles.ts';

/** What leaves this machine when the endpoint at `url` takes this role, in one sentence. */
export function describeDisclosure(role: Role, url: string): string {
  const address = new URL(url);
  if (isLoopback(address)) return l10n.t('Nothing leaves this machine.');
  switch (role) {
    case 'completion':
      return l10n.t('Sends the code around the cursor to {0} at each pause in typing.', address.host);
    case 'chat':
      return l10n.t('Sends the conversation, and the files and search results in it, to {0}.', address.host);
    case 'background':
      return l10n.t(
        'Sends the earlier part of a chat that has become too long, to be summarized, to {0}.',
        address.host,
      );
  }
}
