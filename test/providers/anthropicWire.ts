/** Scripted answers as Anthropic's Messages have them on the wire: named events. */
import { type StopReason, messageEvents as eventsOf } from '../../src/serving/anthropic/messageEvents.ts';
import type { WireEvent } from '../../src/serving/wireEvent.ts';
import { type GoodAnswer, argumentsText, fragmentsOf, usageOf, wordsOf } from './answer.ts';

/** Undefined stands for the pause. */
export function messageEvents(answer: GoodAnswer, model: string): (WireEvent | undefined)[] {
  const { thinking = '', text = '', calls = [] } = answer;
  const usage = usageOf(answer);
  const events = eventsOf({ id: 'msg_1', model });
  const begun = events.begin({ ...usage, generatedTokens: 1 });
  const thoughts =
    thinking === '' ? [] : [...wordsOf(thinking).flatMap(events.thinking), ...events.signature(`signed(${thinking})`)];
  const words = wordsOf(text);
  const half = Math.ceil(words.length / 2);
  // In this order: what is written depends on the block that is open.
  const firstHalf = words.slice(0, half).flatMap(events.text);
  const secondHalf = words.slice(half).flatMap(events.text);
  const called = calls.flatMap((call, at) =>
    events.call({ id: call.id ?? `toolu_${at}_${call.name}`, name: call.name }, [
      '',
      ...fragmentsOf(argumentsText(call)),
    ]),
  );
  return [
    ...begun,
    ...thoughts,
    ...firstHalf,
    undefined,
    ...secondHalf,
    ...called,
    ...events.end(stopReason(answer), usage),
  ];
}

function stopReason({ finish, calls = [] }: GoodAnswer): StopReason {
  if (finish === 'length') return 'max_tokens';
  if (finish === 'filtered') return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}
