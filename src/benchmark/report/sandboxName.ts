import type { RunRecord } from '../result.ts';

/** For people, in English. */
export function sandboxName({ level, container }: Pick<RunRecord['sandbox'], 'level' | 'container'>): string {
  if (container === undefined) return level === 'none' ? 'no sandbox' : `the sandbox ${level}`;
  const { program, version, image } = container;
  return `containers of ${image} (${program} ${version})`;
}
