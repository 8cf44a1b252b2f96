import { access, readdir, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { type ExtensionContext, UIKind, env, l10n, version, workspace } from 'vscode';
import type { SupervisedEngine } from '../../engine/supervisedEngine.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import { probeHardware } from '../../models/hardware.ts';
import type { EngineSharing } from '../../process/startEngine.ts';
import type { Settings } from '../settings.ts';
import { type DoctorRow, unchecked } from './doctorReport.ts';
import { editorRows } from './editorRows.ts';
import { engineRows } from './engineRows.ts';
import { findLibc } from './findLibc.ts';
import { problemOf } from './fixes.ts';
import { diskRows, machineRows } from './machineRows.ts';
import { modelFileRows } from './modelRows.ts';
import { networkRows } from './networkRows.ts';
import { type RoleFacts, roleRows } from './roleRows.ts';
import type { DoctorCheck } from './runChecks.ts';
import { sharingRows } from './sharingRows.ts';
import { selfTestRows } from './selfTestRows.ts';
import { systemRows } from './systemRows.ts';

export interface DoctorPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  /** The one of this machine. */
  readonly engine: SupervisedEngine;
  /** What each role uses. */
  readonly roles: () => readonly RoleFacts[];
  /** Of the model that the settings name. */
  readonly sharing: () => EngineSharing;
  readonly modelPath: () => string;
  readonly modelFolder: () => string;
}

/** Where each part of the report gets its facts. Nothing here asks another machine. */
export function doctorChecks({
  context,
  settings,
  engine,
  roles,
  sharing,
  modelPath,
  modelFolder,
}: DoctorPorts): DoctorCheck[] {
  return [
    { title: l10n.t('Editor'), limitMs: 5_000, run: () => editorRows(editorFacts(context)) },
    {
      title: l10n.t('System'),
      limitMs: 10_000,
      run: async (signal) =>
        systemRows({
          platform: process.platform,
          arch: process.arch,
          release: release(),
          libc: process.platform === 'linux' ? await findLibc(signal) : { kind: 'unknown' },
          enginePackages: await enginePackages(context),
        }),
    },
    {
      title: l10n.t('Machine'),
      // Each driver has its own time to answer in.
      limitMs: 60_000,
      run: async (signal) => [
        ...machineRows(await probeHardware(context.asAbsolutePath('dist/probe.mjs'), modelFolder(), signal)),
        ...(await disk(modelFolder())),
      ],
    },
    { title: l10n.t('Model file'), limitMs: 30_000, run: (signal) => modelFile(modelPath(), signal) },
    { title: l10n.t('Engine'), limitMs: 5_000, run: () => [...engineRows(engine.state), ...sharingRows(sharing())] },
    { title: l10n.t('Self-test'), limitMs: 120_000, run: (signal) => selfTest(engine, signal) },
    { title: l10n.t('Roles'), limitMs: 5_000, run: () => roleRows(roles(), engine.state) },
    { title: l10n.t('Network'), limitMs: 5_000, run: () => network(settings) },
  ];
}

function editorFacts({ extension }: ExtensionContext): Parameters<typeof editorRows>[0] {
  const { version: extensionVersion } = extension.packageJSON as { readonly version: string };
  return {
    extensionVersion,
    editorName: env.appName,
    editorVersion: version,
    remoteName: env.remoteName,
    isInBrowser: env.uiKind === UIKind.Web,
    isWorkspaceTrusted: workspace.isTrusted,
  };
}

async function disk(folder: string): Promise<readonly DoctorRow[]> {
  const { bavail, bsize } = await statfs(await existingPart(folder));
  return diskRows({ modelFolder: folder, freeBytes: bavail * bsize });
}

/** Before the first download the folder is not there yet. */
async function existingPart(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : existingPart(dirname(folder));
}

async function enginePackages(context: ExtensionContext): Promise<Parameters<typeof systemRows>[0]['enginePackages']> {
  const folder = context.asAbsolutePath('dist/node_modules/@node-llama-cpp');
  const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };
  const system = systems[process.platform] ?? process.platform;
  const arch = process.arch === 'arm' ? 'armv7l' : process.arch;
  const metal = system === 'mac' && arch === 'arm64' ? '-metal' : '';
  return { needed: `${system}-${arch}${metal}`, present: await readdir(folder).catch(() => []) };
}

async function modelFile(path: string, signal: AbortSignal): Promise<readonly DoctorRow[]> {
  try {
    return modelFileRows(path, await checkModelFile(path, signal));
  } catch (error) {
    signal.throwIfAborted();
    return [problemOf(l10n.t('Model file'), error)];
  }
}

/** Of the loaded model only: loading one for the sake of a report may fill a machine's memory. */
async function selfTest(engine: SupervisedEngine, signal: AbortSignal): Promise<readonly DoctorRow[]> {
  if (engine.state.kind === 'ready') return selfTestRows(await engine.selfTest(signal));
  return [unchecked(l10n.t('Self-test'), l10n.t('there is no model in memory'))];
}

/** Proxies and mirrors by name: what they hold is shown without what may be secret in it. */
function network(settings: Settings): readonly DoctorRow[] {
  const fromEnvironment = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'HF_ENDPOINT'].map((name) => ({
    name,
    value: process.env[name] ?? process.env[name.toLowerCase()] ?? '',
  }));
  const addresses = [
    { name: 'http.proxy', value: workspace.getConfiguration('http').get<string>('proxy') ?? '' },
    { name: 'parity.download.huggingFaceUrl', value: settings.get('download.huggingFaceUrl') },
    ...fromEnvironment,
  ];
  return networkRows({
    isOffline: settings.get('network.offline'),
    source: settings.get('download.source'),
    addresses: addresses.filter(({ value }) => value.trim() !== ''),
  });
}
