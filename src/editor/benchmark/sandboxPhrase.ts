import { l10n } from 'vscode';
import type { SandboxDescription } from '../../benchmark/workshop.ts';

/** What follows "The sandbox is". */
export function sandboxPhrase({ level, container }: Pick<SandboxDescription, 'level' | 'container'>): string {
  if (container === undefined) return level;
  const { program, version, image } = container;
  return l10n.t('a container with the programs of {0} ({1} {2})', image, program, version);
}
