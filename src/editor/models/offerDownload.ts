import type { ExtensionContext } from 'vscode';
import { refuseOffline } from '../../base/networkPolicy.ts';
import { freeBytesOf } from '../../models/download/freeSpace.ts';
import type { ModelDownload } from '../../models/download/modelDownload.ts';
import type { FitVerdict } from '../../models/fit/fitVerdict.ts';
import { chooseSource } from '../downloadSource.ts';
import { modelFolder } from '../modelFolder.ts';
import type { Settings } from '../settings.ts';
import { askConsent } from './downloadConsent.ts';

export interface OfferPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly begin: (download: ModelDownload) => Promise<void>;
}

/** What is known of a download besides itself. */
export interface OfferFacts {
  readonly license: string | undefined;
  readonly bytes: number | undefined;
  readonly verdict: FitVerdict | undefined;
}

/** Says what a download would bring, and begins it when the user agrees. Throws `network-offline`. */
export async function offerDownload(
  download: ModelDownload,
  facts: OfferFacts,
  { context, settings, begin }: OfferPorts,
): Promise<void> {
  const hosts = await hostsOf(download, { context, settings });
  for (const host of hosts.slice(0, 1)) refuseOffline(host, settings.get('network.offline'));
  const folder = modelFolder(context, settings);
  const freeBytes = await freeBytesOf(folder).catch(() => undefined);
  const { name } = download;
  if (await askConsent({ ...facts, name, hosts: hosts.map(({ host }) => host), folder, freeBytes })) {
    await begin(download);
  }
}

/** In the order in which they are asked. */
async function hostsOf(
  { origin }: ModelDownload,
  { context, settings }: Pick<OfferPorts, 'context' | 'settings'>,
): Promise<URL[]> {
  if (origin.kind === 'address') return [new URL(origin.url)];
  const { order, huggingFaceUrl, modelScopeUrl } = await chooseSource(settings, context.secrets);
  return [
    ...(order !== 'modelscope' && origin.huggingFace !== undefined ? [huggingFaceUrl] : []),
    ...(order !== 'huggingface' && origin.modelScope !== undefined ? [modelScopeUrl] : []),
  ];
}
