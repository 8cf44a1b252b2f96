import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ModelPlace, modelPlaces } from '../../models/discover/modelPlaces.ts';

/** Where model files may lie: Parity's own folder and those of other programs. */
export async function placesOnThisMachine(ownFolder: string): Promise<ModelPlace[]> {
  const home = homedir();
  const pointer = (await readFile(join(home, '.lmstudio-home-pointer'), 'utf8').catch(() => '')).trim();
  return modelPlaces({
    platform: process.platform,
    home,
    variables: process.env,
    ownFolder,
    userFolders: [],
    lmStudioHome: pointer === '' ? undefined : pointer,
  });
}
