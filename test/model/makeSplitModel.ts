import { join } from 'node:path';
import { partNames } from '../../src/models/partNames.ts';
import { type MetadataValue, writeGguf } from './ggufWriter.ts';
import { qwen35Metadata } from './qwen35Metadata.ts';
import { tinyShape } from './qwen35Shape.ts';
import { planQwen35 } from './qwen35Tensors.ts';
import { storage, zeroTensor } from './randomWeights.ts';
import { smallVocabulary } from './vocabulary.ts';

/** A model of zeros in `count` files, as llama.cpp's `gguf-split` writes them. Gives the path of the first. */
export function writeSplitModel(folder: string, stem: string, count: number): string {
  const vocabulary = smallVocabulary();
  const tensors = planQwen35(tinyShape, vocabulary.tokens.length, { untied: false, predictionBlock: false }).map(
    (plan) => zeroTensor(plan, storage.F32),
  );
  const share = Math.ceil(tensors.length / count);
  const names = partNames(`${stem}-00001-of-${String(count).padStart(5, '0')}.gguf`);
  for (const [part, name] of names.entries()) {
    const settings = {
      name: 'Split',
      fileType: 0,
      shape: tinyShape,
      vocabulary,
      template: null,
      predictionBlock: false,
    };
    const metadata = part === 0 ? qwen35Metadata(settings) : new Map<string, MetadataValue>();
    metadata.set('general.architecture', { type: 'string', value: 'qwen35' });
    metadata.set('split.no', { type: 'uint16', value: part }).set('split.count', { type: 'uint16', value: count });
    writeGguf(join(folder, name), { metadata, tensors: tensors.slice(part * share, (part + 1) * share) });
  }
  return join(folder, names[0] ?? '');
}
