import { env, l10n } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import { formatMemory } from '../formatMemory.ts';
import type { GpuFallbackCause } from '../../engine/localPlace.ts';
import type { Hardware } from '../../models/hardware.ts';
import { backendName, causePhrase } from '../describePlace.ts';
import { hardwareProblemPhrase } from '../hardwareProblemPhrase.ts';
import { type DoctorRow, note, problem, unchecked, works } from './doctorReport.ts';

/** Memory, processor, and what came of each way to a GPU. */
export function machineRows(hardware: Hardware): readonly DoctorRow[] {
  const { totalRamBytes, availableRamBytes, cpuModel, logicalCores, cpuFeatures, isOnBattery, problem } = hardware;
  const cores = logicalCores === 1 ? l10n.t('1 core') : l10n.t('{0} cores', logicalCores);
  const processor = [cpuModel, cores, ...(cpuFeatures.length === 0 ? [] : [cpuFeatures.join(' ')])].join(', ');
  return [
    works(
      l10n.t('Memory'),
      l10n.t('{0}, {1} of it free', formatMemory(totalRamBytes), formatMemory(availableRamBytes)),
    ),
    works(l10n.t('Processor'), processor),
    ...(isOnBattery === true ? [note(l10n.t('Power'), l10n.t('on battery: the processor may be slower'))] : []),
    ...(problem === undefined ? gpuRows(hardware) : [unchecked('GPU', hardwareProblemPhrase(problem))]),
  ];
}

function gpuRows({ gpus, backends }: Hardware): readonly DoctorRow[] {
  const cards = gpus.map(({ backend, name, totalBytes, freeBytes, isUnified }) =>
    works(
      backendName(backend),
      isUnified
        ? l10n.t('{0}, uses main memory', name)
        : l10n.t('{0}, {1}, {2} of it free', name, formatMemory(totalBytes), formatMemory(freeBytes)),
    ),
  );
  const failures = backends.flatMap(({ backend, cause }) =>
    cause === undefined ? [] : [gpuFailure(backendName(backend), cause)],
  );
  if (cards.length > 0 || failures.length > 0) return [...cards, ...failures];
  return [note('GPU', l10n.t('none that this package of Parity can use; the processor does the work'))];
}

/** A way to a GPU that is not there is no fault: only one that is there and does not work is. */
function gpuFailure(name: string, cause: GpuFallbackCause): DoctorRow {
  const text = causePhrase(cause);
  if (cause.kind === 'not-supported-here') return note(name, text);
  if (cause.kind === 'not-installed') {
    return note(name, l10n.t('not installed; with such a card, Parity: Install GPU Support adds it'));
  }
  return note(name, l10n.t('{0}. Without such a card this is as it should be; with one, update its driver.', text));
}

export interface DiskFacts {
  readonly modelFolder: string;
  readonly freeBytes: number;
}

/** The smallest Qwen 3.5 that chats takes about half a gigabyte. */
const smallestUsefulBytes = 600_000_000;

export function diskRows({ modelFolder, freeBytes }: DiskFacts): readonly DoctorRow[] {
  const label = l10n.t('Disk');
  const text = l10n.t('{0} free for models in {1}', formatBytes(freeBytes, env.language), modelFolder);
  if (freeBytes >= smallestUsefulBytes * 10) return [works(label, text)];
  if (freeBytes >= smallestUsefulBytes) return [note(label, text)];
  return [
    problem(label, text, {
      text: l10n.t('Free some space, or choose another folder for models.'),
      step: {
        label: l10n.t('Open Settings'),
        command: 'workbench.action.openSettings',
        argument: 'parity.model.folder',
      },
    }),
  ];
}
