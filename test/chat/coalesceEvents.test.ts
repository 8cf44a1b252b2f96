import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { type EventCoalescer, coalesceEvents } from '../../src/chat/coalesceEvents.ts';
import { type ManualClock, createManualClock } from '../manualClock.ts';

const text = (words: string): ChatEvent => ({ kind: 'text', id: 'a', text: words });
const thinking = (words: string): ChatEvent => ({ kind: 'thinking', id: 'a', text: words });
const reading = (doneTokens: number): ChatEvent => ({
  kind: 'activity',
  activity: { kind: 'reading', doneTokens, totalTokens: 100, reusedTokens: 0 },
});
const idle: ChatEvent = { kind: 'activity', activity: { kind: 'idle' } };

function setUp(): { emitted: ChatEvent[]; coalescer: EventCoalescer; clock: ManualClock } {
  const emitted: ChatEvent[] = [];
  const clock = createManualClock();
  return { emitted, clock, coalescer: coalesceEvents((event) => emitted.push(event), clock) };
}

describe('coalesceEvents', () => {
  it('lets the first word through at once and joins what comes within the window', () => {
    const { emitted, coalescer, clock } = setUp();
    for (const word of ['one ', 'two ', 'three']) coalescer.push(text(word));
    expect(emitted).toEqual([text('one ')]);
    clock.advance(40);
    expect(emitted).toEqual([text('one '), text('two three')]);
  });

  it('sends no more than about thirty times a second', () => {
    const { emitted, coalescer, clock } = setUp();
    for (let token = 0; token < 1_000; token++) {
      coalescer.push(text('x'));
      clock.advance(1);
    }
    expect(emitted.length).toBeGreaterThan(25);
    expect(emitted.length).toBeLessThan(35);
  });

  it('keeps the newest progress only', () => {
    const { emitted, coalescer, clock } = setUp();
    for (const done of [1, 2, 3]) coalescer.push(reading(done));
    clock.advance(40);
    expect(emitted).toEqual([reading(1), reading(3)]);
  });

  it('sends what does not stream at once, after what waits', () => {
    const { emitted, coalescer } = setUp();
    coalescer.push(thinking('one'));
    coalescer.push(thinking('two'));
    coalescer.push(text('three'));
    coalescer.push(idle);
    expect(emitted).toEqual([thinking('one'), thinking('two'), text('three'), idle]);
  });

  it('joins what two sides stream at once, each by itself', () => {
    const { emitted, coalescer, clock } = setUp();
    const of = (side: 'left' | 'right', words: string): ChatEvent => ({
      ...{ kind: 'pair-side', id: 'p', side, event: { kind: 'text', id: side, text: words } },
    });
    for (const word of ['a', 'b', 'c']) {
      coalescer.push(of('left', word));
      coalescer.push(of('right', word));
    }
    clock.advance(40);
    expect(emitted).toEqual([of('left', 'a'), of('right', 'abc'), of('left', 'bc')]);
  });

  it('loses and reorders no text, however it comes', () => {
    const step = fc.oneof(
      fc.string({ minLength: 1, maxLength: 2 }).map(text),
      fc.string({ minLength: 1, maxLength: 2 }).map(thinking),
      fc.constant(idle),
      fc.nat({ max: 50 }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { emitted, coalescer, clock } = setUp();
        for (const each of steps) {
          if (typeof each === 'number') clock.advance(each);
          else coalescer.push(each);
        }
        coalescer.flush();
        const spelled = (events: readonly ChatEvent[]): string =>
          events
            .map((event) => ('text' in event ? [...event.text].map((c) => event.kind + c).join() : event.kind))
            .join();
        expect(spelled(emitted)).toBe(spelled(steps.filter((each) => typeof each !== 'number')));
      }),
    );
  });
});
