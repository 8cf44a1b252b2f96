import { AppError, isAppError } from '../base/appError.ts';
import { checkTensorTable, storedType } from './checkTensorTable.ts';
import type { TensorInfo } from './ggufHeader.ts';
import { MetadataReader } from './metadataReader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';
import { readGgufHeader } from './readGgufHeader.ts';
import { readModelParts } from './readModelParts.ts';

export interface AdapterFacts {
  readonly fileBytes: number;
}

/** What of a model decides whether an adapter fits. */
export interface AdapterBase {
  readonly architecture: string | undefined;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/** Types of intermediate results, which nothing can be multiplied by. */
const notForWeights: ReadonlySet<string> = new Set(['Q8_1', 'Q8_K', 'I8', 'I16', 'I32', 'I64', 'F64']);

/** What the adapters of the model at `path` are checked against. The model's own file has been checked before. */
export async function readAdapterBase(path: string, signal: AbortSignal): Promise<AdapterBase> {
  const { metadata, tensors } = await readModelParts(path, readGgufHeader, signal);
  const architecture = metadata.string('general.architecture');
  return { architecture, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
}

/**
 * Whether llama.cpp can apply the LoRA at `path` to a model: some of what does not fit it refuses, and over the rest it
 * ends the process in the first computation. Reads the header only. Throws `AppError('adapter-invalid')`.
 */
export async function checkAdapterFile(path: string, base: AdapterBase, signal: AbortSignal): Promise<AdapterFacts> {
  try {
    const { header, fileBytes } = await readGgufHeader(path, signal);
    checkTensorTable(header, fileBytes);
    checkKind(new MetadataReader(header.metadata), base);
    checkPairs(header.tensors, base);
    return { fileBytes };
  } catch (error) {
    if (isAppError(error, 'model-missing')) throw new AppError('adapter-invalid', { path, problem: 'does not exist' });
    if (!(error instanceof ModelFileProblem)) throw error;
    throw new AppError('adapter-invalid', { path, problem: error.message }, { cause: error });
  }
}

function checkKind(metadata: MetadataReader, { architecture }: AdapterBase): void {
  if (metadata.string('general.type') !== 'adapter') throw new ModelFileProblem('is not an adapter');
  if (metadata.string('adapter.type') !== 'lora') throw new ModelFileProblem('is an adapter of another kind than LoRA');
  const made = metadata.string('general.architecture');
  if (made !== architecture) {
    throw new ModelFileProblem(`was made for the architecture ${printable(made ?? '')}, not ${architecture}`);
  }
  metadata.number('adapter.lora.alpha', 'float32');
  if ((metadata.integers('adapter.alora.invocation_tokens') ?? []).length > 0) {
    throw new ModelFileProblem('is a LoRA that begins at certain tokens, which this engine cannot apply');
  }
}

function checkPairs(tensors: readonly TensorInfo[], base: AdapterBase): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const changed = new Set<string>();
  for (const { name } of tensors) {
    const target = /^(.+)\.lora_[ab]$/.exec(name)?.[1];
    if (target !== undefined) changed.add(target);
    // llama.cpp passes over changes to norms.
    else if (!name.endsWith('_norm.weight'))
      throw new ModelFileProblem(`has the tensor ${printable(name)}, which is no part of a LoRA`);
  }
  if (changed.size === 0) throw new ModelFileProblem('changes no weight');
  for (const target of changed) {
    const a = byName.get(`${target}.lora_a`);
    const b = byName.get(`${target}.lora_b`);
    if (a === undefined || b === undefined) throw new ModelFileProblem(`has one half of ${printable(target)} only`);
    checkPair(target, a, b, base);
  }
}

function checkPair(target: string, a: TensorInfo, b: TensorInfo, { tensors }: AdapterBase): void {
  const weight = tensors.get(target);
  if (weight === undefined) throw new ModelFileProblem(`changes ${printable(target)}, which the model does not have`);
  const odd = [a, b].find((tensor) => notForWeights.has(storedType(tensor).name));
  if (odd !== undefined) {
    throw new ModelFileProblem(
      `stores ${printable(odd.name)} as ${storedType(odd).name}, which cannot be computed with`,
    );
  }
  const isEmbedding = target === 'token_embd.weight';
  if (isEmbedding && !tensors.has('output.weight')) {
    // The halves of a change to the embedding are the other way round, and the output would use them the wrong way.
    throw new ModelFileProblem('changes the embedding of a model that uses it for its output too');
  }
  const [inputs = 1, outputs = 1, experts = 1, beyond = 1] = weight.shape;
  const [aFirst = 1, aSecond = 1, aThird = 1, aFourth = 1] = a.shape;
  const [bFirst = 1, bSecond = 1, bThird = 1, bFourth = 1] = b.shape;
  const fits = isEmbedding
    ? bSecond === inputs && aSecond === outputs && aFirst === bFirst
    : aFirst === inputs && bSecond === outputs && aSecond === bFirst;
  const isAsDeep = [aThird, bThird].every((depth) => depth === experts) && aFourth === beyond && bFourth === beyond;
  if (fits && isAsDeep) return;
  const shapes = [weight, a, b].map(({ shape }) => shape.join(' x '));
  throw new ModelFileProblem(
    `changes ${printable(target)} of ${shapes[0]} with ${shapes[1]} and ${shapes[2]}, which do not fit`,
  );
}
