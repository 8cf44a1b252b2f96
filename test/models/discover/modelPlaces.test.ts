import { expect, test } from 'vitest';
import { type Surroundings, modelPlaces } from '../../../src/models/discover/modelPlaces.ts';

function folders(changes: Partial<Surroundings>): string[] {
  const surroundings: Surroundings = {
    platform: 'linux',
    home: '/home/me',
    variables: {},
    ownFolder: '/own',
    userFolders: [],
    lmStudioHome: undefined,
    ...changes,
  };
  return modelPlaces(surroundings).map(({ foundIn, folder }) => `${foundIn} ${folder}`);
}

test('on Linux', () => {
  expect(folders({})).toEqual([
    'parity /own',
    'huggingface /home/me/.cache/huggingface/hub',
    'lm-studio /home/me/.lmstudio/models',
    'lm-studio /home/me/.cache/lm-studio/models',
    'ollama /home/me/.ollama/models',
    'ollama /usr/share/ollama/.ollama/models',
    'llama.cpp /home/me/.cache/llama.cpp',
  ]);
});

test('on a Mac and on Windows', () => {
  expect(folders({ platform: 'darwin' })).toContain('llama.cpp /home/me/Library/Caches/llama.cpp');
  const windows = folders({
    platform: 'win32',
    home: 'C:\\Users\\me',
    variables: { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
  });
  expect(windows).toContain('huggingface C:\\Users\\me\\.cache\\huggingface\\hub');
  expect(windows).toContain('llama.cpp C:\\Users\\me\\AppData\\Local\\llama.cpp');
  expect(windows).toContain('ollama C:\\Users\\me\\.ollama\\models');
});

test.each([
  [{ HF_HOME: '/hf' }, 'huggingface /hf/hub'],
  [{ HF_HOME: '/hf', HF_HUB_CACHE: '/hub' }, 'huggingface /hub'],
  [{ XDG_CACHE_HOME: '/cache' }, 'huggingface /cache/huggingface/hub'],
  [{ XDG_CACHE_HOME: '/cache' }, 'llama.cpp /cache/llama.cpp'],
  [{ OLLAMA_MODELS: '/ollama' }, 'ollama /ollama'],
  [{ LLAMA_CACHE: '/llama' }, 'llama.cpp /llama'],
  [{ HF_HOME: '' }, 'huggingface /home/me/.cache/huggingface/hub'],
])('variables move them: %j', (variables, expected) => {
  expect(folders({ variables })).toContain(expected);
});

test('LM Studio may live elsewhere, and the user adds folders; each is searched once', () => {
  const all = folders({ lmStudioHome: '/studio', userFolders: ['/mine', '/own', ''] });
  expect(all).toContain('lm-studio /studio/models');
  expect(all).toContain('user-folder /mine');
  expect(all).not.toContain('user-folder /own');
  expect(all).not.toContain('user-folder ');
});
