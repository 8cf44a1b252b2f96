import { basename } from 'node:path';
import { env, l10n, window } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import type { FitVerdict } from '../../models/fit/fitVerdict.ts';
import { formatMemory } from '../formatMemory.ts';

export interface ConsentFacts {
  readonly name: string;
  readonly bytes: number | undefined;
  /** Hosts that are asked, in this order. */
  readonly hosts: readonly string[];
  /** Undefined: not known. */
  readonly license: string | undefined;
  readonly folder: string;
  readonly freeBytes: number | undefined;
  readonly verdict: FitVerdict | undefined;
}

/** Says what a download would bring, from where and to where. Nothing leaves the machine before the answer is yes. */
export async function askConsent(facts: ConsentFacts): Promise<boolean> {
  const { detail, warning } = consentWords(facts);
  const size = facts.bytes === undefined ? l10n.t('size not known') : formatBytes(facts.bytes, env.language);
  const yes = { label: `$(cloud-download) ${l10n.t('Download')}`, description: size, detail };
  const no = { label: `$(close) ${l10n.t('Do not download')}` };
  const choice = await window.showQuickPick([yes, no], {
    title: l10n.t('Download {0}?', facts.name),
    placeHolder: warning ?? l10n.t('Nothing is sent but the request for the file'),
    ignoreFocusOut: true,
  });
  return choice === yes;
}

export interface ConsentWords {
  readonly detail: string;
  readonly warning: string | undefined;
}

export function consentWords({ hosts, license, folder, freeBytes, bytes, verdict }: ConsentFacts): ConsentWords {
  const from = hosts.length > 1 ? l10n.t('From {0}, else {1}', ...hosts) : l10n.t('From {0}', hosts[0] ?? '');
  const parts = [
    from,
    license === undefined ? l10n.t('license not known') : l10n.t('license {0}', license),
    freeBytes === undefined
      ? l10n.t('into {0}', basename(folder))
      : l10n.t('{0} free on the disk', formatBytes(freeBytes, env.language)),
  ];
  return { detail: parts.join(' · '), warning: warningOf(bytes, freeBytes, verdict) };
}

function warningOf(
  bytes: number | undefined,
  freeBytes: number | undefined,
  verdict: FitVerdict | undefined,
): string | undefined {
  if (bytes !== undefined && freeBytes !== undefined && bytes > freeBytes) {
    return l10n.t('The disk has too little room: {0} more is needed', formatBytes(bytes - freeBytes, env.language));
  }
  if (verdict?.kind !== 'does-not-fit') return undefined;
  return l10n.t('It does not fit this machine: {0} of memory is missing', formatMemory(verdict.missingBytes));
}
