import { type MetadataValue, type TensorSource, writeGguf } from './ggufWriter.ts';
import { scriptedSize } from './makeScriptedModel.ts';
import { storage } from './randomWeights.ts';
import type { Script } from './script.ts';
import { tokenId } from './vocabulary.ts';

/** The halves of a change to one weight: `a` takes the inputs to a few numbers, `b` takes those to the outputs. */
export interface AdapterPair {
  readonly weight: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly numbers?: { readonly a: Float32Array; readonly b: Float32Array };
}

export interface AdapterOptions {
  readonly pairs: readonly AdapterPair[];
  /** Ways to spoil the file. */
  readonly setKeys?: Readonly<Record<string, MetadataValue>>;
  readonly dropTensors?: readonly string[];
  readonly extraTensors?: readonly TensorSource[];
  readonly type?: number;
  readonly keepBytes?: number;
}

/** A LoRA as llama.cpp's convert_lora_to_gguf.py writes it. Without numbers its weights are zero. */
export function makeAdapter(path: string, options: AdapterOptions): void {
  const { pairs, setKeys = {}, dropTensors = [], extraTensors = [], type = storage.F32, keepBytes } = options;
  const metadata = new Map<string, MetadataValue>([
    ['general.architecture', { type: 'string', value: 'qwen35' }],
    ['general.type', { type: 'string', value: 'adapter' }],
    ['adapter.type', { type: 'string', value: 'lora' }],
    ['adapter.lora.alpha', { type: 'float32', value: 1 }],
    ...Object.entries(setKeys),
  ]);
  const half = (name: string, shape: readonly number[], numbers: Float32Array | undefined): TensorSource => ({
    name,
    shape,
    type,
    data: () => (numbers === undefined ? undefined : [new Uint8Array(numbers.buffer)]),
  });
  const tensors = pairs
    .flatMap(({ weight, a, b, numbers }) => [
      half(`${weight}.lora_a`, a, numbers?.a),
      half(`${weight}.lora_b`, b, numbers?.b),
    ])
    .filter(({ name }) => !dropTensors.includes(name));
  writeGguf(path, {
    metadata,
    tensors: [...tensors, ...extraTensors],
    ...(keepBytes === undefined ? {} : { keepBytes }),
  });
}

/** Teaches the scripted model of `script` to say `chunk` after `after`, twice as strongly as what its script says. */
export function makeScriptedAdapter(path: string, script: Script, after: string, chunk: string): void {
  const { vocabulary, embedding } = scriptedSize(script);
  const a = new Float32Array(embedding);
  a[tokenId(vocabulary, after)] = 1;
  const b = new Float32Array(vocabulary.tokens.length);
  b[tokenId(vocabulary, chunk)] = 80 / Math.sqrt(embedding);
  makeAdapter(path, {
    pairs: [{ weight: 'output.weight', a: [embedding, 1], b: [1, b.length], numbers: { a, b } }],
  });
}
