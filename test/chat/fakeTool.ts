import * as z from 'zod';
import type { PreviewOutcome, Tool, ToolContext, ToolOutcome } from '../../src/tools/tool.ts';

interface Input {
  readonly path: string;
}

export interface FakeTool extends Tool<Input> {
  /** The paths it ran on. */
  readonly runs: readonly string[];
}

export interface FakeToolBehavior {
  readonly run?: (path: string, signal: AbortSignal) => ToolOutcome | Promise<ToolOutcome>;
  readonly preview?: (path: string, signal: AbortSignal) => PreviewOutcome | Promise<PreviewOutcome>;
}

const done: ToolOutcome = { kind: 'ok', text: 'the result', summary: '1 thing' };

export function fakeReadTool(name: string, { run = () => done }: FakeToolBehavior = {}): FakeTool {
  const runs: string[] = [];
  return {
    name,
    description: `Does ${name}.`,
    input: z.strictObject({ path: z.string() }),
    effect: 'read',
    runs,
    target: ({ path }) => path,
    async run({ path }: Input, _context: ToolContext, signal) {
      runs.push(path);
      return run(path, signal);
    },
  };
}

export function fakeWriteTool(name: string, behavior: FakeToolBehavior = {}): FakeTool {
  const { preview = (path) => ({ kind: 'change', change: { path, before: 'old\n', after: 'new\n' } }) } = behavior;
  return {
    ...fakeReadTool(name, behavior),
    effect: 'write',
    preview: async ({ path }, _context, signal) => preview(path, signal),
  };
}
