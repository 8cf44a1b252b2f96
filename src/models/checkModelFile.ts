import { AppError } from '../base/appError.ts';
import { elementCount } from './checkTensorTable.ts';
import { weightBytes } from './weightBytes.ts';
import { checkTensors } from './checkTensors.ts';
import { checkVocabulary } from './checkVocabulary.ts';
import { contextState } from './contextState.ts';
import { type MetadataReader, present } from './metadataReader.ts';
import type { ModelFileFacts } from './modelFileFacts.ts';
import { ModelFileProblem } from './modelFileProblem.ts';
import { printable } from './parseGgufHeader.ts';
import { readQwen35Parameters, usedExperts } from './qwen35Parameters.ts';
import { expectedQwen35Tensors } from './qwen35Tensors.ts';
import { type HeaderReader, readGgufHeader } from './readGgufHeader.ts';
import { type ModelParts, readModelParts } from './readModelParts.ts';

/**
 * Whether llama.cpp can load the model at `path`, before it tries: over a damaged file it ends the process. Reads the
 * header only. Throws `AppError` `model-missing` or `model-invalid`; the latter's `problem` follows the file's name.
 *
 * This folder runs beside the engine: it may read files, and knows neither VS Code nor node-llama-cpp.
 */
export function checkModelFile(path: string, signal: AbortSignal): Promise<ModelFileFacts> {
  return checkModel(path, readGgufHeader, signal);
}

/** The same of a file whose header, and those of its parts, are read by `read`. */
export async function checkModel(path: string, read: HeaderReader, signal: AbortSignal): Promise<ModelFileFacts> {
  try {
    return check(await readModelParts(path, read, signal));
  } catch (error) {
    if (!(error instanceof ModelFileProblem)) throw error;
    throw new AppError('model-invalid', { path, problem: error.message }, { cause: error });
  }
}

function check({ metadata, tensors, fileBytes }: ModelParts): ModelFileFacts {
  const architecture = present(metadata.string('general.architecture'), 'general.architecture');
  const tokens = checkVocabulary(metadata);
  const parameters = isCheckedInFull(architecture) ? readQwen35Parameters(architecture, metadata) : undefined;
  if (parameters !== undefined) {
    const tokenizer = metadata.string('tokenizer.ggml.model');
    if (tokenizer !== 'gpt2') throw new ModelFileProblem(`has the tokenizer ${printable(tokenizer ?? '')}, not gpt2`);
    checkTensors(tensors, expectedQwen35Tensors(parameters, tokens?.length ?? 0));
  }
  return {
    architecture,
    name: metadata.string('general.name'),
    fileBytes,
    parameterCount: tensors.reduce((sum, tensor) => sum + elementCount(tensor), 0),
    weights: weightBytes(tensors),
    usedExperts: parameters === undefined ? 1 : usedExperts(parameters.feedForward),
    fileType: metadata.uint32('general.file_type'),
    trainedContextTokens: metadata.uint32(`${architecture}.context_length`),
    originalContextTokens: metadata.uint32(`${architecture}.rope.scaling.original_context_length`),
    chatTemplate: metadata.string('tokenizer.chat_template'),
    hasInfillTokens: hasInfillTokens(metadata, tokens ?? []),
    vocabularySize: tokens?.length,
    blockCount: metadata.uint32(`${architecture}.block_count`),
    embeddingLength: metadata.uint32(`${architecture}.embedding_length`),
    contextState: parameters === undefined ? undefined : contextState(parameters),
  };
}

/** Other families get the checks of the format and the vocabulary alone. */
function isCheckedInFull(architecture: string): architecture is 'qwen35' | 'qwen35moe' {
  return architecture === 'qwen35' || architecture === 'qwen35moe';
}

const infillTokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];
const infillKeys = ['pre', 'suf', 'mid'].map((part) => `tokenizer.ggml.fim_${part}_token_id`);

function hasInfillTokens(metadata: MetadataReader, tokens: readonly string[]): boolean {
  const known = new Set(tokens);
  if (infillTokens.every((text) => known.has(text))) return true;
  return infillKeys.every((key) => (metadata.uint32(key) ?? Infinity) < tokens.length);
}
