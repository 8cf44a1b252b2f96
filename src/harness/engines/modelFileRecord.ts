import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sha256 } from '../../benchmark/digest.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import { quantizationName } from './quantizationName.ts';

export type ModelFileRecord = Pick<EngineRecord, 'fileDigest' | 'quantization' | 'templateDigest'>;

/**
 * What makes a model file this one and no other. Reads all of it: a minute or so for the largest. Throws `model-missing`
 * and `model-invalid`. Of a model in several files the digest is that of the one named.
 */
export async function modelFileRecord(path: string, signal: AbortSignal): Promise<ModelFileRecord> {
  const { fileType, chatTemplate } = await checkModelFile(path, signal);
  const quantization = quantizationName(fileType);
  return {
    fileDigest: await fileDigest(path, signal),
    ...(quantization === undefined ? {} : { quantization }),
    ...(chatTemplate === undefined ? {} : { templateDigest: await sha256(chatTemplate) }),
  };
}

async function fileDigest(path: string, signal: AbortSignal): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) digest.update(chunk as Buffer);
  return digest.digest('hex');
}
