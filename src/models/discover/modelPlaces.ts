import { posix, win32 } from 'node:path';
import type { FoundIn } from './foundModel.ts';

/** A folder that may hold models, and how its program lays files out in it. */
export interface ModelPlace {
  readonly foundIn: FoundIn;
  readonly folder: string;
  /** `files`: `.gguf` files at any depth. `ollama`: manifests that name blobs. */
  readonly layout: 'files' | 'ollama';
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Parity's own folder for models. */
  readonly ownFolder: string;
  /** Those that the user added. */
  readonly userFolders: readonly string[];
  /** What `~/.lmstudio-home-pointer` says, where there is one. */
  readonly lmStudioHome: string | undefined;
}

/**
 * Where the programs that people run local models with keep theirs, by their documentation (read November 2026):
 * Hugging Face https://huggingface.co/docs/hub/local-cache, LM Studio https://lmstudio.ai/docs/app/basics/import-model,
 * Ollama https://docs.ollama.com/faq, llama.cpp `fs_get_cache_directory` in common/common.cpp.
 */
export function modelPlaces(surroundings: Surroundings): ModelPlace[] {
  const { platform, home, variables, ownFolder, userFolders, lmStudioHome } = surroundings;
  const { join } = platform === 'win32' ? win32 : posix;
  const variable = (name: string): string | undefined => {
    const value = variables[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const cache = variable('XDG_CACHE_HOME') ?? join(home, '.cache');
  const huggingFaceHome = variable('HF_HOME') ?? join(cache, 'huggingface');
  const localData = variable('LOCALAPPDATA') ?? join(home, 'AppData', 'Local');
  const llamaCache = platform === 'win32' ? localData : platform === 'darwin' ? join(home, 'Library', 'Caches') : cache;

  const files = (foundIn: FoundIn, ...folders: string[]): ModelPlace[] =>
    folders.map((folder) => ({ foundIn, folder, layout: 'files' }));
  const places: ModelPlace[] = [
    ...files('parity', ownFolder),
    ...files('user-folder', ...userFolders),
    ...files(
      'huggingface',
      variable('HF_HUB_CACHE') ?? variable('HUGGINGFACE_HUB_CACHE') ?? join(huggingFaceHome, 'hub'),
    ),
    ...files(
      'lm-studio',
      ...(lmStudioHome === undefined ? [] : [join(lmStudioHome, 'models')]),
      join(home, '.lmstudio', 'models'),
      join(home, '.cache', 'lm-studio', 'models'),
    ),
    { foundIn: 'ollama', folder: variable('OLLAMA_MODELS') ?? join(home, '.ollama', 'models'), layout: 'ollama' },
    ...(platform === 'linux'
      ? [{ foundIn: 'ollama', folder: '/usr/share/ollama/.ollama/models', layout: 'ollama' } as const]
      : []),
    ...files('llama.cpp', variable('LLAMA_CACHE') ?? join(llamaCache, 'llama.cpp')),
  ];
  const seen = new Set<string>();
  return places.filter(({ folder }) => folder !== '' && seen.size !== seen.add(folder).size);
}
