import { l10n } from 'vscode';
import { type DoctorRow, works } from './doctorReport.ts';

export interface NetworkFacts {
  readonly isOffline: boolean;
  readonly source: string;
  /** Places that say where to go instead of the usual host or directly, such as `http.proxy` or `HF_ENDPOINT`. */
  readonly addresses: readonly { readonly name: string; readonly value: string }[];
}

export function networkRows({ isOffline, source, addresses }: NetworkFacts): readonly DoctorRow[] {
  return [
    works(
      l10n.t('Network'),
      isOffline
        ? l10n.t('off (parity.network.offline): nothing but this machine is connected to')
        : l10n.t('allowed: Parity connects when you download a model or use a server, and not before'),
    ),
    works(l10n.t('Downloads from'), source),
    ...addresses.map(({ name, value }) => works(name, withoutSecrets(value))),
  ];
}

/** Scheme, host and port: a proxy's address often holds a name and a password, a mirror's may hold a token. */
function withoutSecrets(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.host === '') return l10n.t('is set, but not to an address');
  return `${url.protocol}//${url.host}`;
}
