import { isAppError } from '../base/appError.ts';
import { checkTensorTable } from './checkTensorTable.ts';
import type { GgufHeader, TensorInfo } from './ggufHeader.ts';
import { MetadataReader, present } from './metadataReader.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';
import type { HeaderReader } from './readGgufHeader.ts';

export interface ModelParts {
  /** Of the first part, which holds the metadata of all. */
  readonly metadata: MetadataReader;
  /** Of all parts. */
  readonly tensors: readonly TensorInfo[];
  readonly fileBytes: number;
}

/**
 * The header of the model at `path` and, when it is the first of several files (llama.cpp's `gguf-split`), of the others
 * beside it. Each part's tensor table is checked against its file.
 */
export async function readModelParts(path: string, read: HeaderReader, signal: AbortSignal): Promise<ModelParts> {
  const first = await read(path, signal);
  const metadata = new MetadataReader(first.header.metadata);
  checkIsLanguageModel(metadata);
  const count = metadata.number('split.count', 'uint16') ?? 0;
  checkPart(first.header, 0, count);
  checkTensorTable(first.header, first.fileBytes);

  const tensors = [...first.header.tensors];
  let { fileBytes } = first;
  for (let part = 1; part < count; part++) {
    const other = await readPart({ path: partPath(path, part, count), part, count }, read, signal);
    tensors.push(...other.header.tensors);
    fileBytes += other.fileBytes;
  }
  if (tensors.length === 0) throw new ModelFileProblem('holds no weights');
  const duplicate = firstDuplicate(tensors.map(({ name }) => name));
  if (duplicate !== undefined) throw new ModelFileProblem(`has the tensor ${printable(duplicate)} in two parts`);
  return { metadata, tensors, fileBytes };
}

function checkIsLanguageModel(metadata: MetadataReader): void {
  const architecture = present(metadata.string('general.architecture'), 'general.architecture');
  const type = metadata.string('general.type') ?? 'model';
  if (architecture === 'clip' || type === 'mmproj') {
    throw new ModelFileProblem('holds the vision part of a model: choose the file of the model itself');
  }
  if (type === 'adapter') throw new ModelFileProblem('holds an adapter, which needs a model to change');
  if (type === 'imatrix') throw new ModelFileProblem('holds statistics for quantizing a model, not a model');
}

function checkPart(header: GgufHeader, part: number, count: number): void {
  if (count <= 1) return;
  const metadata = new MetadataReader(header.metadata);
  const actual = present(metadata.number('split.no', 'uint16'), 'split.no');
  if (actual === part && (metadata.number('split.count', 'uint16') ?? 0) === count) return;
  if (part === 0) throw new ModelFileProblem(`is part ${actual + 1} of ${count} of a split model: choose part 1`);
  throw new ModelFileProblem(
    `has part ${actual + 1} of another model in the place of its part ${part + 1} of ${count}`,
  );
}

/** llama.cpp finds the parts by name: `NAME-00001-of-00003.gguf`. */
function partPath(path: string, part: number, count: number): string {
  const number = (value: number): string => String(value).padStart(5, '0');
  const suffix = (index: number): string => `-${number(index + 1)}-of-${number(count)}.gguf`;
  if (!path.endsWith(suffix(0))) {
    throw new ModelFileProblem(`is part 1 of ${count} of a split model, whose name must end in ${suffix(0)}`);
  }
  return path.slice(0, -suffix(0).length) + suffix(part);
}

async function readPart(
  { path, part, count }: { path: string; part: number; count: number },
  read: HeaderReader,
  signal: AbortSignal,
): Promise<{ header: GgufHeader; fileBytes: number }> {
  const which = `part ${part + 1} of ${count}`;
  try {
    const file = await read(path, signal);
    checkPart(file.header, part, count);
    checkTensorTable(file.header, file.fileBytes);
    return file;
  } catch (error) {
    if (isAppError(error, 'model-missing'))
      throw new ModelFileProblem(`is a split model whose ${which} is not beside it`);
    if (error instanceof ModelFileProblem)
      throw new ModelFileProblem(`is a split model whose ${which} ${error.message}`);
    throw error;
  }
}

function firstDuplicate(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
