import { type MetadataValue, type TensorSource, writeGguf } from './ggufWriter.ts';
import { qwen35Metadata } from './qwen35Metadata.ts';
import { tinyExpertsShape, tinyShape } from './qwen35Shape.ts';
import { planQwen35 } from './qwen35Tensors.ts';
import { randomTensor, storage, zeroTensor } from './randomWeights.ts';
import { officialTemplate } from './vendoredLlama.ts';
import { smallVocabulary } from './vocabulary.ts';

export interface TinyModelOptions {
  readonly seed?: number;
  /** Default: `Tiny`. */
  readonly name?: string;
  /** Default: the official one. `null`: none. */
  readonly template?: string | null;
  readonly untied?: boolean;
  readonly predictionBlock?: boolean;
  /** A mixture of experts, architecture `qwen35moe`. */
  readonly experts?: boolean;
  /** The marks around the parts of a hole are spelled in a way that nobody knows. */
  readonly plainInfillTokens?: boolean;
  /** All zeros: made in no time, for tests that read no weights. */
  readonly zeroWeights?: boolean;
  /** Ways to spoil the file. */
  readonly dropKeys?: readonly string[];
  readonly setKeys?: Readonly<Record<string, MetadataValue>>;
  readonly dropTensors?: readonly string[];
  readonly setTypes?: Readonly<Record<string, number>>;
  readonly setShapes?: Readonly<Record<string, readonly number[]>>;
  readonly keepBytes?: number;
}

/** A Qwen 3.5 of 8 blocks and random weights, 6 MB: what it says is noise, always the same for the same seed. */
export async function makeTinyModel(path: string, options: TinyModelOptions = {}): Promise<void> {
  const { seed = 1, predictionBlock = false, untied = false, setShapes = {}, setTypes = {} } = options;
  const shape = options.experts === true ? tinyExpertsShape : tinyShape;
  const known = smallVocabulary();
  const spelled = (token: string): string =>
    options.plainInfillTokens === true ? token.replace('<|fim_', '<|part_') : token;
  const vocabulary = { ...known, tokens: known.tokens.map(spelled) };
  const metadata = qwen35Metadata({
    name: options.name ?? 'Tiny',
    fileType: 0,
    shape,
    vocabulary,
    template: options.template === undefined ? await officialTemplate() : options.template,
    predictionBlock,
  });
  for (const [key, value] of Object.entries(options.setKeys ?? {})) metadata.set(key, value);
  for (const key of options.dropKeys ?? []) metadata.delete(key);

  const dropped = new Set(options.dropTensors);
  const tensors: TensorSource[] = planQwen35(shape, vocabulary.tokens.length, { untied, predictionBlock })
    .filter(({ name }) => !dropped.has(name))
    .map((plan) => ({ ...plan, shape: setShapes[plan.name] ?? plan.shape }))
    .map((plan) => {
      const type = setTypes[plan.name] ?? storage.F32;
      return options.zeroWeights === true ? zeroTensor(plan, type) : randomTensor(plan, type, seed);
    });
  writeGguf(path, { metadata, tensors, ...(options.keepBytes === undefined ? {} : { keepBytes: options.keepBytes }) });
}
