import type { ContextUse } from '../../chat/chatState.ts';
import { useView } from '../viewContext.ts';

/** From here on the conversation's end is near enough to say so. */
const nearlyFull = 0.85;

/** How full the model's context is. */
export function ContextMeter({ context }: { readonly context: ContextUse | undefined }) {
  const { words } = useView();
  if (context === undefined) return null;
  const { usedTokens, contextTokens } = context;
  const exact = words.fill(words.strings.meterHint, words.count(usedTokens), words.count(contextTokens));
  const [used, all] = [words.roughCount(usedTokens), words.roughCount(contextTokens)];
  const isNearlyFull = usedTokens >= contextTokens * nearlyFull;
  return (
    <span
      class={isNearlyFull ? 'meter nearly-full' : 'meter'}
      data-testid="context-meter"
      role="img"
      aria-label={exact}
      title={exact}
    >
      <span class="meter-long">{words.fill(words.strings.meter, used, all)}</span>
      <span class="meter-short">{words.fill(words.strings.meterShort, used, all)}</span>
    </span>
  );
}
