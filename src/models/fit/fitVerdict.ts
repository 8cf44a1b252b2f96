import { type SpeedExpectation, expectSpeed } from './expectSpeed.ts';
import type { FitHardware } from './fitHardware.ts';
import { infillContextTokens } from './memoryNeeds.ts';
import type { ModelFootprint } from './modelFootprint.ts';
import { type Placement, placeModel } from './placeModel.ts';

/** Whether a model can run on a machine with a chat of a certain length, told before it is downloaded. */
export type FitVerdict =
  /** The file's size, or what its family keeps in memory, is not known. */
  { readonly kind: 'unknown' } | KnownVerdict;

export interface KnownVerdict extends Placement {
  readonly contextTokens: number;
  /** `undefined` when it does not fit. */
  readonly speed: SpeedExpectation | undefined;
  /** It fits the machine, but other programs hold the memory just now. */
  readonly isTightNow: boolean;
}

export function fitVerdict(
  model: ModelFootprint | undefined,
  contextTokens: number,
  hardware: FitHardware,
): FitVerdict {
  if (model === undefined) return { kind: 'unknown' };
  const placement = placeModel(model, { chatTokens: contextTokens, infillTokens: infillContextTokens }, hardware);
  const speed = expectSpeed(model, placement, hardware);
  return { ...placement, contextTokens, speed, isTightNow: isTight(placement, hardware) };
}

function isTight({ kind, ramBytes, gpuBytes }: Placement, { gpus, availableRamBytes }: FitHardware): boolean {
  if (kind === 'does-not-fit') return false;
  const cards = gpus.filter(({ isUnified }) => !isUnified);
  const isShared = cards.length === 0;
  const freeOnCards = cards.reduce((sum, { freeBytes }) => sum + freeBytes, 0);
  return ramBytes + (isShared ? gpuBytes : 0) > availableRamBytes || (!isShared && gpuBytes > freeOnCards);
}
