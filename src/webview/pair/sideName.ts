import type { PairSide, Side } from '../../chat/chatState.ts';
import type { ViewStrings } from '../../chat/viewStrings.ts';

/** The engine, or while it is hidden the letter that stands for it wherever it is on the page. */
export function sideName(side: Pick<PairSide, 'label'>, name: Side, strings: ViewStrings): string {
  return side.label ?? (name === 'left' ? strings.answerA : strings.answerB);
}
