import { env, l10n } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import { formatMemory } from '../formatMemory.ts';
import { type DoctorRow, note, problem, works } from './doctorReport.ts';

export interface MachineFacts {
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  readonly processor: string;
  readonly cores: number;
}

export function machineRows({ memoryBytes, freeMemoryBytes, processor, cores }: MachineFacts): readonly DoctorRow[] {
  return [
    works(l10n.t('Memory'), l10n.t('{0}, {1} of it free', formatMemory(memoryBytes), formatMemory(freeMemoryBytes))),
    works(
      l10n.t('Processor'),
      cores === 1 ? l10n.t('{0}, 1 core', processor) : l10n.t('{0}, {1} cores', processor, cores),
    ),
  ];
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
