import type { ToolCall } from '../engine/message.ts';

const mostRounds = 3;
const longestCycle = 3;

export interface RepeatGuard {
  /**
   * Takes note of the call. True when it completes the third identical round in a row, of one call or of a cycle of up
   * to three: a model that repeats itself goes on doing so.
   */
  isStuck(call: ToolCall): boolean;
}

/** For the calls of one answer. Two calls are the same when tool and arguments, or what could not be read, are the same. */
export function createRepeatGuard(): RepeatGuard {
  const keys: string[] = [];
  return {
    isStuck(call) {
      keys.push(callKey(call));
      for (let period = 1; period <= longestCycle; period++) {
        if (endsInRounds(keys, period)) return true;
      }
      return false;
    },
  };
}

function endsInRounds(keys: readonly string[], period: number): boolean {
  const tail = keys.slice(-period * mostRounds);
  return tail.length === period * mostRounds && tail.every((key, index) => key === tail[index % period]);
}

/** The order in which arguments were written says nothing. */
function callKey(call: ToolCall): string {
  if (call.kind === 'malformed') return JSON.stringify(['malformed', call.raw]);
  const ordered = Object.entries(call.arguments).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['call', call.name, ordered]);
}
