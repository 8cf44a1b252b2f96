import { float16Bits } from './float16.ts';
import type { TensorPlan } from './qwen35Tensors.ts';
import { byteStream, gaussianNumbers, uniformNumbers } from './randomNumbers.ts';
import { type TensorSource, tensorBytes } from './ggufWriter.ts';

/** ggml's ids of the types the makers write. */
export const storage = { F32: 0, Q4_0: 2, Q8_0: 8 } as const;

/** Rows of random blocks: the scale is set so that the numbers have the wanted deviation. */
interface BlockLayout {
  readonly bytes: number;
  /** Deviation of the stored integers, taken as uniform. The scale is a block's first two bytes. */
  readonly deviation: number;
}

const blockLayouts: Readonly<Record<number, BlockLayout>> = {
  [storage.Q4_0]: { bytes: 18, deviation: 4.61 },
  [storage.Q8_0]: { bytes: 34, deviation: 73.9 },
};

const pieceBlocks = 1 << 18;

/**
 * Weights that mean nothing and keep a forward pass finite. The same for the same seed and name. Types that the makers do
 * not write are filled with zeros: such a file is there to be refused.
 */
export function randomTensor(plan: TensorPlan, type: number, seed: number): TensorSource {
  const source = { name: plan.name, shape: plan.shape, type };
  const layout = blockLayouts[type];
  if (layout !== undefined) {
    return { ...source, data: () => blocks(plan, tensorBytes(source) / layout.bytes, layout, seed) };
  }
  if (type === storage.F32) return { ...source, data: () => [floats(plan, seed)] };
  return zeroTensor(plan, type);
}

export function zeroTensor({ name, shape }: TensorPlan, type: number): TensorSource {
  return { name, shape, type, data: () => undefined };
}

function* blocks(plan: TensorPlan, count: number, layout: BlockLayout, seed: number): Iterable<Uint8Array> {
  const next = byteStream(seed, plan.name);
  const scale = float16Bits(deviation(plan) / layout.deviation);
  for (let done = 0; done < count; done += pieceBlocks) {
    const piece = next(Math.min(pieceBlocks, count - done) * layout.bytes);
    for (let at = 0; at < piece.length; at += layout.bytes) piece.writeUInt16LE(scale, at);
    yield piece;
  }
}

function floats(plan: TensorPlan, seed: number): Uint8Array {
  const numbers = new Float32Array(plan.shape.reduce((product, length) => product * length, 1));
  const next = numberOf(plan, uniformNumbers(byteStream(seed, plan.name)(4).readUInt32LE()));
  for (let index = 0; index < numbers.length; index++) numbers[index] = next();
  return new Uint8Array(numbers.buffer);
}

function numberOf(plan: TensorPlan, uniform: () => number): () => number {
  const gaussian = gaussianNumbers(uniform);
  switch (plan.role) {
    case 'norm':
      return () => 1;
    case 'time-step-bias':
      return () => 0.5 + 0.2 * gaussian();
    case 'decay':
      // Stored as -exp(A_log): positive numbers would make the state grow without end.
      return () => -(0.05 + uniform());
    case 'embedding':
    case 'output':
    case 'contribution':
    case 'matrix':
    case 'gate':
    case 'convolution': {
      const scale = deviation(plan);
      return () => scale * gaussian();
    }
  }
}

function deviation({ role, shape: [rowLength = 1] }: TensorPlan): number {
  if (role === 'convolution') return 0.4;
  return role === 'embedding' ? 0.5 : 1 / Math.sqrt(rowLength);
}
