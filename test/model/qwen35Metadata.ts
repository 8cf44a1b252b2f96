import type { MetadataValue } from './ggufWriter.ts';
import type { Qwen35Shape } from './qwen35Shape.ts';
import { type Vocabulary, tokenId } from './vocabulary.ts';

export interface MetadataOptions {
  readonly name: string;
  /** llama.cpp's `general.file_type` of the main weights: 0 F32, 2 Q4_0, 7 Q8_0. */
  readonly fileType: number;
  readonly shape: Qwen35Shape;
  readonly vocabulary: Vocabulary;
  /** `null`: the file has none. */
  readonly template: string | null;
  readonly predictionBlock: boolean;
}

/** The keys of a Qwen 3.5 under the names llama.cpp reads. */
export function qwen35Metadata(options: MetadataOptions): Map<string, MetadataValue> {
  const { shape, vocabulary } = options;
  const metadata = new Map<string, MetadataValue>();
  const uint32 = (key: string, value: number): void => void metadata.set(key, { type: 'uint32', value });
  const string = (key: string, value: string): void => void metadata.set(key, { type: 'string', value });

  const { experts } = shape;
  const architecture = experts === undefined ? 'qwen35' : 'qwen35moe';
  string('general.architecture', architecture);
  string('general.name', options.name);
  uint32('general.file_type', options.fileType);
  uint32(`${architecture}.block_count`, shape.blocks + (options.predictionBlock ? 1 : 0));
  uint32(`${architecture}.context_length`, shape.contextTokens);
  uint32(`${architecture}.embedding_length`, shape.embedding);
  if (experts === undefined) uint32(`${architecture}.feed_forward_length`, shape.feedForward);
  else {
    uint32(`${architecture}.expert_count`, experts.count);
    uint32(`${architecture}.expert_used_count`, experts.used);
    uint32(`${architecture}.expert_feed_forward_length`, experts.length);
    uint32(`${architecture}.expert_shared_feed_forward_length`, experts.sharedLength);
  }
  uint32(`${architecture}.attention.head_count`, shape.heads);
  uint32(`${architecture}.attention.head_count_kv`, shape.keyValueHeads);
  uint32(`${architecture}.attention.key_length`, shape.headLength);
  uint32(`${architecture}.attention.value_length`, shape.headLength);
  metadata.set(`${architecture}.attention.layer_norm_rms_epsilon`, { type: 'float32', value: 1e-6 });
  metadata.set(`${architecture}.rope.freq_base`, { type: 'float32', value: 1e7 });
  uint32(`${architecture}.rope.dimension_count`, shape.ropeLength);
  metadata.set(`${architecture}.rope.dimension_sections`, { type: 'int32s', value: shape.ropeSections });
  uint32(`${architecture}.ssm.conv_kernel`, shape.convolution);
  uint32(`${architecture}.ssm.state_size`, shape.recurrentHeadLength);
  uint32(`${architecture}.ssm.group_count`, shape.recurrentKeyHeads);
  uint32(`${architecture}.ssm.time_step_rank`, shape.recurrentValueHeads);
  uint32(`${architecture}.ssm.inner_size`, shape.recurrentValueHeads * shape.recurrentHeadLength);
  uint32(`${architecture}.full_attention_interval`, shape.fullAttentionInterval);
  if (options.predictionBlock) uint32(`${architecture}.nextn_predict_layers`, 1);
  string('tokenizer.ggml.model', 'gpt2');
  string('tokenizer.ggml.pre', 'qwen35');
  metadata.set('tokenizer.ggml.tokens', { type: 'strings', value: vocabulary.tokens });
  metadata.set('tokenizer.ggml.token_type', { type: 'int32s', value: vocabulary.types });
  metadata.set('tokenizer.ggml.merges', { type: 'strings', value: vocabulary.merges });
  uint32('tokenizer.ggml.eos_token_id', tokenId(vocabulary, '<|im_end|>'));
  uint32('tokenizer.ggml.padding_token_id', tokenId(vocabulary, '<|endoftext|>'));
  metadata.set('tokenizer.ggml.add_bos_token', { type: 'bool', value: false });
  if (options.template !== null) string('tokenizer.chat_template', options.template);
  return metadata;
}
