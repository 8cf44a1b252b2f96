import { type ExtensionContext, env, l10n, window } from 'vscode';
import { formatBytes } from '../base/formatBytes.ts';
import { refuseOffline } from '../base/networkPolicy.ts';
import { installRuntime } from '../models/engineRuntime/installRuntime.ts';
import { runtimeFolderVariable } from '../models/engineRuntime/runtimeFolderVariable.ts';
import {
  type RuntimePackage,
  isRuntimeInstalled,
  runtimeFolder,
  runtimesFor,
} from '../models/engineRuntime/runtimes.ts';
import type { ModelDownloads } from './downloads.ts';
import type { Settings } from './settings.ts';

/** Tells the processes that this window starts where downloaded native code is. */
export function announceRuntimes(context: ExtensionContext): void {
  process.env[runtimeFolderVariable] = runtimeFolder(context.globalStorageUri.fsPath);
}

export interface GpuInstallPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly models: ModelDownloads;
  readonly restart: () => Promise<void>;
}

/** Asks which GPU support to add, downloads it, and starts the engine anew with it. Throws `AppError`s. */
export async function installGpuEngine({ context, settings, models, restart }: GpuInstallPorts): Promise<void> {
  const platform = `${process.platform}-${process.arch}`;
  const folder = runtimeFolder(context.globalStorageUri.fsPath);
  const choices = [
    { backend: 'cuda' as const, label: 'CUDA', detail: l10n.t('For NVIDIA cards. The fastest there.') },
    {
      backend: 'vulkan' as const,
      label: 'Vulkan',
      detail: l10n.t('For AMD, Intel and NVIDIA cards.'),
    },
  ].filter(({ backend }) => runtimesFor(platform, backend).length > 0);
  if (choices.length === 0) {
    await window.showInformationMessage(
      l10n.t('There is no GPU support to install for this system ({0}). What there is comes with Parity.', platform),
    );
    return;
  }
  const isThere = ({ backend }: (typeof choices)[number]): boolean =>
    runtimesFor(platform, backend).every(({ name }) => isRuntimeInstalled(folder, name));
  const items = choices.map((choice) => ({
    ...choice,
    detail: `${choice.detail} ${l10n.t('From {0}.', hostsOf(runtimesFor(platform, choice.backend)))}`,
    description: isThere(choice) ? l10n.t('installed') : sizeOf(runtimesFor(platform, choice.backend)),
  }));
  const choice = await window.showQuickPick(items, {
    title: l10n.t('Download Which GPU Support?'),
    placeHolder: l10n.t('It is used when the setting parity.model.gpu allows it'),
  });
  if (choice === undefined) return;
  const packages = runtimesFor(platform, choice.backend);
  if (isThere(choice)) {
    void window.showInformationMessage(
      l10n.t('{0} support is installed already. Parity: Doctor says whether it works here.', choice.label),
    );
    return;
  }
  // Before there is a download that could not begin.
  for (const { url } of packages) refuseOffline(new URL(url), settings.get('network.offline'));
  const end = await installRuntime(packages, folder, (one) => models.show(one));
  if (end.kind === 'failed') throw end.error;
  if (end.kind !== 'installed') return;
  void window.showInformationMessage(l10n.t('{0} support is installed. The engine starts anew with it.', choice.label));
  await restart();
}

function hostsOf(packages: readonly RuntimePackage[]): string {
  return [...new Set(packages.map(({ url }) => new URL(url).host))].join(', ');
}

function sizeOf(packages: readonly RuntimePackage[]): string {
  return formatBytes(
    packages.reduce((sum, { bytes }) => sum + bytes, 0),
    env.language,
  );
}
