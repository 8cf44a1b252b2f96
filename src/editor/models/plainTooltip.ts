import { escapeMarkdown } from '../escapeMarkdown.ts';

/** The tooltip of what is in no catalogue. */
export function plainTooltip(title: string, ...texts: readonly string[]): string {
  return [`**${escapeMarkdown(title)}**`, ...texts.map(escapeMarkdown)].join('\n\n');
}
