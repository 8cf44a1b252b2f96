/** What a model file says about itself, read without loading it. */
export interface ModelFileFacts {
  /** llama.cpp's name of the family: `qwen35`, `qwen3moe`... */
  readonly architecture: string;
  /** `general.name`. */
  readonly name: string | undefined;
  /** Of all parts of a split model. */
  readonly fileBytes: number;
  readonly parameterCount: number;
  readonly weights: WeightBytes;
  /** Which part of the routed experts works on a token: 1 without experts. */
  readonly usedExperts: number;
  /** llama.cpp's number of the main weights' type. */
  readonly fileType: number | undefined;
  readonly trainedContextTokens: number | undefined;
  /** What it was trained for before the file's own stretching, where it has one. */
  readonly originalContextTokens: number | undefined;
  readonly chatTemplate: string | undefined;
  /** Has it the tokens around the three parts of an infill? */
  readonly hasInfillTokens: boolean;
  readonly vocabularySize: number | undefined;
  readonly blockCount: number | undefined;
  readonly embeddingLength: number | undefined;
  /** What a context keeps; known for the families that are checked in full. */
  readonly contextState: ContextState | undefined;
}

/** How many numbers a context keeps. llama.cpp stores the first kind in 2 bytes each, the second in 4. */
export interface ContextState {
  readonly attentionBlocks: number;
  /** Keys and values of one token, over all attention blocks. */
  readonly cachedNumbersPerToken: number;
  readonly recurrentBlocks: number;
  /** State of one sequence, over all recurrent blocks, however long it is. */
  readonly recurrentNumbersPerSequence: number;
}

/** By what is done with them. */
export interface WeightBytes {
  /** Stays in main memory, whatever the GPU does. */
  readonly embedding: number;
  /** The matrix that scores the tokens; without one of its own the embedding, which a GPU needs a copy of. */
  readonly output: number;
  readonly isUntied: boolean;
  readonly blocks: number;
  /** Part of `blocks`. */
  readonly routedExperts: number;
}
