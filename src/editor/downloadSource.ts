import type { SecretStorage } from 'vscode';
import { AppError } from '../base/appError.ts';
import type { SourceChoice } from '../models/download/resolveFile.ts';
import { readHuggingFaceToken } from './huggingFaceToken.ts';
import type { Settings } from './settings.ts';

const huggingFace = 'https://huggingface.co';
const modelScope = new URL('https://modelscope.cn');

/** Where files come from, by the settings. Throws `settings-invalid` for an address that is none. */
export async function chooseSource(settings: Settings, secrets: SecretStorage): Promise<SourceChoice> {
  return {
    order: settings.get('download.source'),
    huggingFaceUrl: huggingFaceUrl(settings.get('download.huggingFaceUrl')),
    modelScopeUrl: modelScope,
    huggingFaceToken: await readHuggingFaceToken(secrets),
  };
}

/** The setting, else the variable that Hugging Face's own tools heed. */
function huggingFaceUrl(setting: string): URL {
  const chosen = setting.trim() === '' ? (process.env['HF_ENDPOINT'] ?? '').trim() : setting.trim();
  const address = chosen === '' ? huggingFace : chosen;
  if (/^https?:\/\//.test(address) && URL.canParse(address)) return new URL(address);
  throw new AppError('settings-invalid', {
    key: 'parity.download.huggingFaceUrl',
    problem: 'is not an address that begins with https://',
  });
}
