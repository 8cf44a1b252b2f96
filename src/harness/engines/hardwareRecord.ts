import type { RunRecord } from '../../benchmark/result.ts';
import type { Hardware } from '../../models/hardware.ts';

/** A machine as the record of a run has it. */
export function hardwareRecord({
  platform,
  cpuModel,
  physicalCores,
  totalRamBytes,
  gpus,
}: Hardware): RunRecord['hardware'] {
  return {
    platform,
    processor: cpuModel,
    cores: physicalCores,
    memoryBytes: Math.round(totalRamBytes),
    gpus: gpus.map(({ backend, name }) => `${name} (${backend})`),
  };
}
