import type { ModelFileFacts } from '../modelFileFacts.ts';

/** Whose folder a file was found in. */
export type FoundIn = 'parity' | 'user-folder' | 'huggingface' | 'lm-studio' | 'ollama' | 'llama.cpp';

/** A GGUF file on this machine, used where it is. */
export interface FoundFile {
  /** To load: of a split model the first part. What links point to is `realPath`. */
  readonly path: string;
  /** After following links: the same for two names of one file. */
  readonly realPath: string;
  readonly foundIn: FoundIn;
  /** For people: the file's or the model's name where it was found. */
  readonly name: string;
  /** Of all parts. */
  readonly bytes: number;
  readonly content: FoundContent;
}

export type FoundContent =
  | { readonly kind: 'model'; readonly facts: ModelFileFacts; readonly match: CatalogueMatch | undefined }
  /** Changes a model's weights: a LoRA. `for`: llama.cpp's name of the family it was made for. */
  | { readonly kind: 'adapter'; readonly architecture: string; readonly name: string | undefined }
  /** The part of a model that sees pictures, which Parity does not use. */
  | { readonly kind: 'vision' }
  /** Cannot be loaded; `problem` follows the file's name. */
  | { readonly kind: 'unusable'; readonly problem: string };

export interface CatalogueMatch {
  readonly modelId: string;
  /** `undefined`: the model is known, this quantization of it is not. */
  readonly quant: string | undefined;
  /** By its bytes and name, or by its hash, which is certain. */
  readonly by: 'hash' | 'bytes' | 'name';
}

/** A folder or file that could not be looked at. */
export interface SkippedPlace {
  readonly path: string;
  readonly reason: 'no-permission' | 'unreadable' | 'too-deep' | 'too-many' | 'out-of-time';
}
