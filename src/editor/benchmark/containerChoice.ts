import { AppError } from '../../base/appError.ts';
import { type ContainerChoice, isImageName } from '../../harness/sandbox/container/containerChoice.ts';
import type { Settings } from '../settings.ts';

/** Where the settings have tests run; undefined: in what the system offers. Throws `benchmark-container-unusable`. */
export function containerChoice(settings: Pick<Settings, 'get'>): ContainerChoice | undefined {
  const program = settings.get('benchmark.sandbox');
  if (program === 'automatic') return undefined;
  const image = settings.get('benchmark.containerImage').trim();
  if (!isImageName(image)) {
    throw new AppError('benchmark-container-unusable', { program, image, problem: 'no-name', detail: '' });
  }
  return { program, image };
}
