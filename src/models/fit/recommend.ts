import { isNewer, quantBytes } from '../catalogue/catalogue.ts';
import type { Catalogue, CatalogueModel, CatalogueQuant } from '../catalogue/catalogueSchema.ts';
import { countParameters } from '../catalogue/shapeParameters.ts';
import type { SpeedClass } from './expectSpeed.ts';
import { type FitHardware, gpuRoom, memoryForModels } from './fitHardware.ts';
import { type KnownVerdict, fitVerdict } from './fitVerdict.ts';
import { type ModelFootprint, catalogueFootprint } from './modelFootprint.ts';

export interface Recommendation {
  readonly model: CatalogueModel;
  readonly quant: CatalogueQuant;
  readonly verdict: KnownVerdict;
  readonly reason: RecommendationReason;
}

/** Why this one: what the sentence that explains it is made of. */
export interface RecommendationReason {
  readonly place: 'gpu' | 'partly-gpu' | 'processor';
  readonly speed: SpeedClass;
  /** Free of what the place has, once the model with full contexts is there. */
  readonly spareBytes: number;
  /** The next larger model of the family, and why it is not the better choice. `undefined`: there is none. */
  readonly larger: LargerModel | undefined;
}

export interface LargerModel {
  readonly model: CatalogueModel;
  readonly why:
    | { readonly kind: 'does-not-fit'; readonly missingBytes: number }
    | { readonly kind: 'no-disk-space'; readonly missingBytes: number }
    | { readonly kind: 'slower'; readonly speed: SpeedClass }
    | { readonly kind: 'not-on-gpu' }
    | { readonly kind: 'fewer-bits' }
    /** It fits, and leaves `spareBytes` to whatever else is opened. */
    | { readonly kind: 'tight'; readonly spareBytes: number }
    /** It would write fast enough, and read prompts too slowly. */
    | { readonly kind: 'slow-reader' }
    | { readonly kind: 'on-battery' };
}

export type Recommendations =
  /** Best first, one of each model that can run. */
  | { readonly kind: 'some'; readonly ranked: readonly [Recommendation, ...Recommendation[]] }
  /** Nothing fits: the starter model that comes with Parity is what is left. */
  | {
      readonly kind: 'none';
      readonly smallest: CatalogueModel;
      readonly missing: 'memory' | 'disk';
      readonly missingBytes: number;
    };

/**
 * Worth of a choice, in doublings of the model: a model on the GPU is worth one eight times its size on the processor,
 * for it also reads prompts many times as fast.
 */
const worth = {
  place: { 'fits-gpu': 3, 'partly-gpu': 1, 'cpu-only': 0, 'does-not-fit': -Infinity },
  speed: { fast: 0, comfortable: -0.5, slow: -3, 'very-slow': -6 },
  /** By the digit in the quantization's name: three bits are felt in what a model writes; two are a last resort. */
  bits: { 2: -5, 3: -1, 4: 0, 5: 0.1, 6: 0.15, 8: 0.2 } as Readonly<Record<number, number>>,
  onBattery: -2,
  /** Each question waits for its files to be read. */
  slowReader: -2.5,
  /** Beside a model that leaves nothing, the next program to open pushes the weights out to the disk. */
  tight: -4,
} as const;

/** Of the room for models on a processor, what has to stay free not to be tight at all, and what not to be tight for sure. */
const spareShare = 0.25;
const tightShare = 0.1;

/** More than four bits are worth their memory only where they leave a quarter of it free. */
const roomyShare = 0.75;
/** What a token takes from memory, and so from a battery. */
const sparingBytes = 3e9;
/** A disk that a download fills to the last byte serves nobody. */
const diskReserveBytes = 2e9;

interface Candidate {
  readonly model: CatalogueModel;
  readonly quant: CatalogueQuant;
  readonly bytes: number;
  readonly verdict: KnownVerdict;
  readonly score: number;
  readonly isTiring: boolean;
  /** From 0, with enough to spare, to 1, with nothing. */
  readonly tightness: number;
  readonly missingDiskBytes: number;
}

export function recommend(catalogue: Catalogue, hardware: FitHardware, contextTokens: number): Recommendations {
  const bestOfEach = catalogue.models
    .filter((model) => !isNewer(model))
    .flatMap((model) => bestQuant(model, hardware, contextTokens) ?? [])
    .toSorted((a, b) => countParameters(a.model).total - countParameters(b.model).total);
  const [smallest] = bestOfEach;
  const [best, ...others] = bestOfEach.filter(isPossible).toSorted((a, b) => b.score - a.score);
  if (best !== undefined) {
    const explained = (candidate: Candidate): Recommendation => explain(candidate, bestOfEach, hardware);
    return { kind: 'some', ranked: [explained(best), ...others.map(explained)] };
  }
  if (smallest === undefined) throw new Error('The catalogue is empty.');
  const { model, verdict, missingDiskBytes } = smallest;
  if (verdict.missingBytes > 0)
    return { kind: 'none', smallest: model, missing: 'memory', missingBytes: verdict.missingBytes };
  return { kind: 'none', smallest: model, missing: 'disk', missingBytes: missingDiskBytes };
}

function bestQuant(model: CatalogueModel, hardware: FitHardware, contextTokens: number): Candidate | undefined {
  const candidates = model.quants.flatMap((quant) => rate(model, quant, hardware, contextTokens) ?? []);
  // Of equals the larger one: Unsloth's spend their bytes where it matters.
  return candidates.toSorted(
    (a, b) =>
      Number(isPossible(b)) - Number(isPossible(a)) ||
      (isPossible(a) ? b.score - a.score || b.bytes - a.bytes : a.bytes - b.bytes),
  )[0];
}

function isPossible({ verdict, missingDiskBytes }: Candidate): boolean {
  return verdict.kind !== 'does-not-fit' && missingDiskBytes === 0;
}

function rate(
  model: CatalogueModel,
  quant: CatalogueQuant,
  hardware: FitHardware,
  contextTokens: number,
): Candidate | undefined {
  const bytes = quantBytes(quant);
  const footprint = catalogueFootprint(model, quant);
  const verdict = fitVerdict(footprint, contextTokens, hardware);
  if (bytes === undefined || footprint === undefined || verdict.kind === 'unknown') return undefined;
  const isTiring = hardware.isOnBattery === true && bytesPerToken(footprint) > sparingBytes;
  const bits = bitsOf(quant);
  const share = usedShare(verdict, hardware);
  const isRoomy = verdict.kind === 'fits-gpu' && share <= roomyShare;
  const tightness = verdict.kind === 'cpu-only' ? Math.max(0, 1 - (1 - share) / spareShare) : 0;
  const score =
    Math.log2(countParameters(model).total / 1e9) +
    worth.place[verdict.kind] +
    (verdict.speed === undefined ? 0 : worth.speed[verdict.speed.speed]) +
    (bits > 4 && !isRoomy ? -1 : (worth.bits[bits] ?? 0)) +
    (isTiring ? worth.onBattery : 0) +
    (verdict.speed?.isSlowReader === true ? worth.slowReader : 0) +
    worth.tight * tightness;
  const { diskFreeBytes = Infinity } = hardware;
  const missingDiskBytes = Math.max(0, bytes + diskReserveBytes - diskFreeBytes);
  return { model, quant, bytes, verdict, score, isTiring, tightness, missingDiskBytes };
}

/** Of the place's room. */
function usedShare(verdict: KnownVerdict, hardware: FitHardware): number {
  const room = gpuRoom(hardware);
  const main = memoryForModels(hardware.totalRamBytes);
  if (room === undefined || verdict.gpuBlocks === 0) return verdict.ramBytes / main;
  return room.isUnified ? (verdict.ramBytes + verdict.gpuBytes) / main : verdict.gpuBytes / room.bytes;
}

function bitsOf({ name }: CatalogueQuant): number {
  return Number(/Q(\d)/.exec(name)?.[1]);
}

function bytesPerToken({ weights, usedExperts }: ModelFootprint): number {
  return weights.output + weights.blocks - weights.routedExperts * (1 - usedExperts);
}

function explain(candidate: Candidate, bySize: readonly Candidate[], hardware: FitHardware): Recommendation {
  const { model, quant, verdict } = candidate;
  const next = contender(bySize.slice(bySize.indexOf(candidate) + 1), candidate);
  return {
    model,
    quant,
    verdict,
    reason: {
      place: verdict.kind === 'fits-gpu' ? 'gpu' : verdict.kind === 'partly-gpu' ? 'partly-gpu' : 'processor',
      speed: speedOf(verdict),
      spareBytes: spareBytes(verdict, hardware),
      larger: next === undefined ? undefined : { model: next.model, why: whyNot(next, candidate, hardware) },
    },
  };
}

/** The next larger model that could run as fast: whoever knows this machine asks about that one. Else the next larger one. */
function contender(larger: readonly Candidate[], chosen: Candidate): Candidate | undefined {
  return larger.find((other) => isPossible(other) && !isSlower(other, chosen)) ?? larger[0];
}

function isTight({ tightness }: Candidate): boolean {
  return tightness > 1 - tightShare / spareShare;
}

function isSlower({ verdict }: Candidate, chosen: Candidate): boolean {
  return worth.speed[speedOf(verdict)] < worth.speed[speedOf(chosen.verdict)];
}

function speedOf({ speed }: KnownVerdict): SpeedClass {
  return speed?.speed ?? 'very-slow';
}

function spareBytes(verdict: KnownVerdict, hardware: FitHardware): number {
  const room = gpuRoom(hardware);
  const inRam = memoryForModels(hardware.totalRamBytes) - verdict.ramBytes;
  if (room === undefined || verdict.gpuBlocks === 0) return inRam;
  if (room.isUnified) return inRam - verdict.gpuBytes;
  return verdict.kind === 'fits-gpu' ? room.bytes - verdict.gpuBytes : inRam;
}

function whyNot(other: Candidate, chosen: Candidate, hardware: FitHardware): LargerModel['why'] {
  const { verdict, missingDiskBytes, isTiring, quant } = other;
  if (verdict.kind === 'does-not-fit') return { kind: 'does-not-fit', missingBytes: verdict.missingBytes };
  if (missingDiskBytes > 0) return { kind: 'no-disk-space', missingBytes: missingDiskBytes };
  if (isTiring && !chosen.isTiring) return { kind: 'on-battery' };
  const speed = speedOf(verdict);
  if (isSlower(other, chosen)) return { kind: 'slower', speed };
  if (worth.place[verdict.kind] < worth.place[chosen.verdict.kind]) return { kind: 'not-on-gpu' };
  if (isTight(other)) return { kind: 'tight', spareBytes: Math.max(0, spareBytes(verdict, hardware)) };
  if (verdict.speed?.isSlowReader === true && chosen.verdict.speed?.isSlowReader !== true)
    return { kind: 'slow-reader' };
  return bitsOf(quant) < bitsOf(chosen.quant) ? { kind: 'fewer-bits' } : { kind: 'slower', speed };
}
