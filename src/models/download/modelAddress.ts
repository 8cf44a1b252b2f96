import { type ModelDownload, describeModelDownload } from './modelDownload.ts';

/**
 * The download that a person means who pastes the address of a GGUF file, from the address bar or a button of Hugging
 * Face, one of its mirrors, or ModelScope; or `owner/repository/file.gguf`, which both hosts are asked for. All parts of
 * a split model when it is one of them. Undefined for everything else.
 */
export function parseModelAddress(text: string): ModelDownload | undefined {
  const address = text.trim();
  const isUrl = /^https?:\/\//.test(address);
  if (isUrl && !URL.canParse(address)) return undefined;
  const path = isUrl ? decodePath(new URL(address).pathname) : address;
  const host = isUrl ? new URL(address).hostname : undefined;
  const isModelScope = host !== undefined && /(^|\.)modelscope\.(cn|ai)$/.test(host);
  const form = isModelScope ? modelScopeForm : isUrl ? huggingFaceForm : bareForm;
  const { repository, file } = form.exec(path)?.groups ?? {};
  if (repository === undefined || file === undefined) return undefined;
  const paths = allParts(file).map((part) => ({ path: part }));
  const name = file.slice(file.lastIndexOf('/') + 1);
  try {
    return describeModelDownload(
      name,
      {
        ...(isModelScope ? {} : { huggingFace: repository }),
        ...(isUrl && !isModelScope ? {} : { modelScope: repository }),
      },
      paths,
    );
  } catch {
    // A name that cannot be a path here.
    return undefined;
  }
}

/** Only the branch that each host shows: other revisions are not what a person finds by the file's name. */
const huggingFaceForm = /^\/(?<repository>[^/]+\/[^/]+)\/(resolve|blob)\/main\/(?<file>.+\.gguf)$/;
const modelScopeForm = /^\/models\/(?<repository>[^/]+\/[^/]+)\/(resolve|file\/view)\/master\/(?<file>.+\.gguf)$/;
const bareForm = /^(?<repository>[^/\s:]+\/[^/\s]+)\/(?<file>[^\s]+\.gguf)$/;

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** llama.cpp's `gguf-split` names them `NAME-00001-of-00003.gguf`. */
function allParts(path: string): readonly string[] {
  const [, stem, , total] = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(path) ?? [];
  if (stem === undefined || total === undefined) return [path];
  const number = (part: number): string => String(part).padStart(5, '0');
  return Array.from({ length: Number(total) }, (_, index) => `${stem}-${number(index + 1)}-of-${total}.gguf`);
}
