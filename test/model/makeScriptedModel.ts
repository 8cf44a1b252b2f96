import { spellInBpeAlphabet } from './bpeAlphabet.ts';
import { type TensorSource, writeGguf } from './ggufWriter.ts';
import { qwen35Metadata } from './qwen35Metadata.ts';
import { type Qwen35Shape, tinyShape } from './qwen35Shape.ts';
import { type TensorPlan, planQwen35 } from './qwen35Tensors.ts';
import { randomTensor, storage, zeroTensor } from './randomWeights.ts';
import type { Script } from './script.ts';
import { officialTemplate } from './vendoredLlama.ts';
import { type Vocabulary, qwenAddedTokens, smallVocabulary, tokenId } from './vocabulary.ts';

/**
 * A Qwen 3.5 that follows `script`, word for word, at any temperature. Each token has its own direction in the embedding,
 * no block adds to it, and the output matrix maps each direction to the token that follows.
 */
export async function makeScriptedModel(path: string, script: Script, name = 'Scripted'): Promise<void> {
  const { vocabulary, embedding } = scriptedSize(script);
  const shape: Qwen35Shape = { ...tinyShape, blocks: 4, embedding };
  const metadata = qwen35Metadata({
    name,
    fileType: 0,
    shape,
    vocabulary,
    template: await officialTemplate(),
    predictionBlock: false,
  });
  const successors = followers(script, vocabulary);
  const options = { untied: true, predictionBlock: false };
  const tensors = planQwen35(shape, vocabulary.tokens.length, options).map((plan) => scripted(plan, successors));
  writeGguf(path, { metadata, tensors });
}

/** The vocabulary of a scripted model, and the length of its vectors: each token has a direction of its own. */
export function scriptedSize(script: Script): { vocabulary: Vocabulary; embedding: number } {
  // A chunk is a user-defined token, so it survives being tokenized again as part of the history.
  const vocabulary = smallVocabulary(newChunks(script, smallVocabulary()));
  return { vocabulary, embedding: Math.ceil(vocabulary.tokens.length / 32) * 32 };
}

function newChunks(script: Script, known: Vocabulary): string[] {
  const isKnown = (text: string): boolean =>
    known.tokens.includes(text) || known.tokens.includes(spellInBpeAlphabet(text));
  const chunks = [...new Set(script.flat())].filter((chunk) => !isKnown(chunk));
  // A control token is one token of its own: within a chunk it would be text, which no real model writes.
  const forged = chunks.find((chunk) => qwenAddedTokens.some(([control]) => chunk.includes(control)));
  if (forged !== undefined)
    throw new Error(`the chunk ${JSON.stringify(forged)} holds a control token: split it there`);
  return chunks;
}

/** For each token id the id of the one that follows. */
function followers(script: Script, vocabulary: Vocabulary): number[] {
  const successors = vocabulary.tokens.map(() => tokenId(vocabulary, '<|im_end|>'));
  const decided = new Map<string, string>();
  for (const chain of script) {
    for (const [index, follower] of chain.slice(1).entries()) {
      const chunk = chain[index] ?? '';
      const earlier = decided.get(chunk);
      if (earlier !== undefined && earlier !== follower) {
        throw new Error(`${JSON.stringify(chunk)} cannot be followed by both ${earlier} and ${follower}`);
      }
      decided.set(chunk, follower);
      successors[tokenId(vocabulary, chunk)] = tokenId(vocabulary, follower);
    }
  }
  return successors;
}

function scripted(plan: TensorPlan, successors: readonly number[]): TensorSource {
  const [rowLength = 1] = plan.shape;
  const sparse = (fill: (numbers: Float32Array) => void): TensorSource => ({
    name: plan.name,
    shape: plan.shape,
    type: storage.F32,
    *data() {
      const numbers = new Float32Array(plan.shape.reduce((product, length) => product * length, 1));
      fill(numbers);
      yield new Uint8Array(numbers.buffer);
    },
  });
  switch (plan.role) {
    case 'embedding':
      return sparse((numbers) => successors.forEach((_, token) => (numbers[token * rowLength + token] = 1)));
    case 'output':
      // The final norm scales the one-hot vector by the root of its length; 40 leaves the other tokens no chance.
      return sparse((numbers) =>
        successors.forEach((next, token) => (numbers[next * rowLength + token] = 40 / Math.sqrt(rowLength))),
      );
    case 'contribution':
      return zeroTensor(plan, storage.F32);
    default:
      return randomTensor(plan, storage.F32, 1);
  }
}
