import type { ChatState, Entry, ModelState, PairEntry, PairFigures, PairSide } from '../../../src/chat/chatState.ts';
import { emptyChat } from '../../../src/chat/chatState.ts';

/** Every state the chat view can be in, to be looked at and tested. */

export const chatModel: ModelState = {
  kind: 'ready',
  name: 'Qwen3.5 4B Q4_K_M',
  chat: true,
  tools: true,
  thinking: true,
  contextTokens: 8192,
};

const surroundings = { model: chatModel, workspace: 'trusted', thinking: false } as const;
const usage = {
  promptTokens: 1240,
  reusedTokens: 940,
  evaluatedTokens: 300,
  generatedTokens: 312,
  firstTokenMs: 900,
  totalMs: 14_400,
};
const context = { usedTokens: 1240, contextTokens: 8192 };

export const answerText = `The settings are read in **one place**, \`src/base/settings.ts\`, and parsed with \`parseSetting\`:

\`\`\`ts
/** Takes what the editor holds for \`key\`. */
export function parseSetting<K extends SettingKey>(key: K, found: unknown): ParsedSetting<K> {
  const definition: SettingDefinition = settingDefinitions[key];
  const problem = found === undefined ? undefined : problemWith(definition, found);
  return { value: problem === undefined ? found : definition.default, problem, retries: 3 };
}
\`\`\`

### What happens with a bad value

1. The default stands in.
2. One warning names the key.
   - never twice
   - with a link to the [settings documentation](https://code.visualstudio.com/docs/getstarted/settings)

> Nothing is thrown: a wrong setting is not a bug.

| Setting | Type | Default |
|:--|:-:|--:|
| \`model.path\` | string | empty |
| \`model.contextTokens\` | integer | 8192 |

Run \`npm test\` to check it.`;

const user: Entry = { kind: 'user', id: 'u1', text: 'Where are settings read?\nAnd what happens with a bad value?' };
const answer: Entry = {
  kind: 'assistant',
  id: 'a1',
  thinking: 'The user asks where settings are read.\nI should look for the word "settings" first.',
  thinkingMs: 3200,
  text: answerText,
  progress: 'done',
  usage,
};
const calls: readonly Entry[] = [
  call('c1', 'search_text', 'parseSetting', '7 matches', 'src/base/settings.ts:88: export function parseSetting'),
  call('c2', 'read_file', 'src/base/settings.ts', '120 lines', '/** Every setting, defined once. */'),
  call('c3', 'list_files', 'src/a/rather/deep/folder/with/a/long/name', '42 files', 'src/base/appError.ts'),
  { ...call('c4', 'read_file', '../secrets.txt', 'outside the workspace', 'outside-workspace'), progress: 'failed' },
];

const editDiff = `@@ -12,7 +12,9 @@
 export function total(prices: readonly number[]): number {
-  let sum = 0;
-  for (let i = 0; i <= prices.length; i++) sum += prices[i];
-  return sum;
+  return prices.reduce((sum, price) => sum + price, 0);
 }
+
+/** The mean of \`prices\`; 0 when there are none. */
+export function mean(prices: readonly number[]): number {
+  return prices.length === 0 ? 0 : total(prices) / prices.length;
+}
`;

export const editCall: Entry = {
  kind: 'call',
  id: 'e1',
  tool: 'edit_file',
  target: 'src/prices/total.ts',
  progress: 'awaiting-approval',
  summary: '',
  detail: '',
  edit: { path: 'src/prices/total.ts', addedLines: 6, removedLines: 3, diff: editDiff },
};

const asked: ChatState = { ...emptyChat, surroundings, entries: [user], context };
const streaming: Entry = { ...answer, thinking: '', thinkingMs: undefined, usage: undefined, progress: 'streaming' };

const figures: PairFigures = {
  firstTokenMs: 940,
  totalMs: 14_400,
  promptTokens: 2_480,
  generatedTokens: 312,
  cost: { kind: 'known', usd: 0.00432, isUpperBound: false },
};

const longName = 'OpenRouter · anthropic/claude-sonnet-5-5-with-a-rather-long-name';

const hiddenSide = { label: undefined, figures: undefined } as const;
const bothDone = pairEntry();
const pairSides = bothDone.sides;
const asking = { ...asked, activity: { kind: 'asking-two' } } as const;

export const states: Readonly<Record<string, ChatState>> = {
  'pair-streaming': {
    ...asking,
    entries: [
      user,
      pairEntry({
        sides: {
          left: {
            ...pairSides.left,
            progress: 'answering',
            activity: { kind: 'reading', doneTokens: 1240, totalTokens: 3012, reusedTokens: 940 },
            entries: [],
            figures: undefined,
          },
          right: { ...pairSides.right, progress: 'answering', activity: { kind: 'writing' }, figures: undefined },
        },
      }),
    ],
  },
  'pair-in-turn': {
    ...asking,
    entries: [
      user,
      pairEntry({
        isInTurn: true,
        sides: {
          left: {
            ...pairSides.left,
            progress: 'answering',
            activity: { kind: 'thinking' },
            entries: [],
            figures: undefined,
          },
          right: { ...pairSides.right, progress: 'queued', entries: [], figures: undefined },
        },
      }),
    ],
  },
  'pair-done': { ...asked, entries: [user, bothDone] },
  'pair-failed': {
    ...asked,
    entries: [
      user,
      pairEntry({
        sides: {
          ...pairSides,
          left: {
            ...pairSides.left,
            progress: 'failed',
            entries: [
              {
                kind: 'notice',
                id: 'n1',
                severity: 'error',
                text: 'OpenRouter does not accept the API key (401). Set another one.',
                action: 'set-api-key',
              },
            ],
            figures: { ...figures, firstTokenMs: undefined, generatedTokens: undefined, cost: { kind: 'unknown' } },
          },
        },
      }),
    ],
  },
  'pair-blind-answering': {
    ...asking,
    entries: [
      user,
      pairEntry({
        isHidden: true,
        sides: {
          left: { ...pairSides.left, ...hiddenSide, progress: 'queued', entries: [] },
          right: { ...pairSides.right, ...hiddenSide, progress: 'queued', entries: [] },
        },
      }),
    ],
  },
  'pair-blind-vote': {
    ...asked,
    entries: [
      user,
      pairEntry({
        ...{ isHidden: true, canVote: true },
        sides: { left: { ...pairSides.left, ...hiddenSide }, right: { ...pairSides.right, ...hiddenSide } },
      }),
    ],
  },
  'pair-voted': { ...asked, entries: [user, pairEntry({ vote: 'right' })] },
  empty: { ...emptyChat, surroundings },
  'empty-no-folder': { ...emptyChat, surroundings: { ...surroundings, workspace: 'none' } },
  'empty-untrusted': { ...emptyChat, surroundings: { ...surroundings, workspace: 'untrusted' } },
  'no-model': { ...emptyChat, surroundings: { ...surroundings, model: { kind: 'none' } } },
  'model-failed': {
    ...emptyChat,
    surroundings: {
      ...surroundings,
      model: {
        kind: 'failed',
        problem: '/models/broken.gguf ends in the middle of its tensors. Download it again or choose another file.',
      },
    },
  },
  loading: {
    ...emptyChat,
    surroundings: { ...surroundings, model: { kind: 'loading', name: 'Qwen3.5 4B Q4_K_M', fraction: 0.42 } },
  },
  'cannot-chat': {
    ...emptyChat,
    surroundings: { ...surroundings, model: { ...chatModel, name: 'Parity Starter', chat: false, tools: false } },
  },
  done: { ...asked, entries: [user, ...calls, answer] },
  waiting: { ...asked, activity: { kind: 'waiting' } },
  silent: { ...asked, activity: { kind: 'silent', seconds: 40 } },
  retrying: { ...asked, activity: { kind: 'retrying', cause: 'rate-limited', afterSeconds: 12 } },
  reading: {
    ...asked,
    activity: { kind: 'reading', doneTokens: 1240, totalTokens: 3012, reusedTokens: 940 },
  },
  thinking: {
    ...asked,
    surroundings: { ...surroundings, thinking: true },
    entries: [user, { ...streaming, thinking: 'Let me see where the settings are.', text: '' }],
    activity: { kind: 'thinking' },
  },
  writing: {
    ...asked,
    entries: [user, { ...streaming, text: answerText.slice(0, 420) }],
    activity: { kind: 'writing' },
  },
  calling: {
    ...asked,
    entries: [user, { ...call('c1', 'search_text', 'parseSetting', '', ''), progress: 'running' }],
    activity: { kind: 'calling', tool: 'search_text' },
  },
  'awaiting-approval': {
    ...asked,
    entries: [user, { ...answer, text: 'The loop reads one past the end. This edit repairs it:' }, editCall],
    activity: { kind: 'awaiting-approval' },
  },
  'edits-decided': {
    ...asked,
    entries: [
      user,
      { ...editCall, id: 'e1', progress: 'done', summary: 'applied', detail: 'Applied.' },
      { ...editCall, id: 'e2', progress: 'denied', summary: '', detail: 'The user rejected the edit.' },
      {
        ...editCall,
        id: 'e3',
        progress: 'failed',
        edit: undefined,
        summary: 'old text not found',
        detail: 'Not found.',
      },
      { ...answer, thinking: '', text: 'Done.' },
    ],
  },
  stopped: { ...asked, entries: [user, { ...answer, text: 'The settings are read in', progress: 'stopped' }] },
  'failed-with-notice': {
    ...asked,
    entries: [
      user,
      { ...answer, text: 'The settings', progress: 'failed', usage: undefined },
      {
        kind: 'notice',
        id: 'n1',
        severity: 'error',
        text: 'The engine stopped unexpectedly (exit code 139). What you wrote is kept; send it again after a restart.',
        action: 'restart-engine',
      },
      {
        kind: 'notice',
        id: 'n2',
        severity: 'warning',
        text: 'The same call was made three times, so the answer ended.',
        action: undefined,
      },
      {
        kind: 'notice',
        id: 'n3',
        severity: 'info',
        text: 'A new chat starts with an empty context.',
        action: 'new-chat',
      },
    ],
  },
  'cut-off': {
    ...asked,
    context: { usedTokens: 7900, contextTokens: 8192 },
    entries: [user, { ...answer, text: 'First, the settings are', progress: 'cut-off' }],
  },
  summarizing: {
    ...asked,
    entries: [user, answer, { kind: 'summary', id: 's1', progress: 'running', text: '', tokens: undefined }],
    activity: { kind: 'summarizing' },
  },
  summarized: {
    ...asked,
    context: { usedTokens: 2400, contextTokens: 8192 },
    entries: [
      user,
      { ...answer, thinking: '', text: 'They are read in `src/base/settings.ts`.' },
      { kind: 'summary', id: 's0', progress: 'stopped', text: '', tokens: undefined },
      { kind: 'summary', id: 's1', progress: 'failed', text: '', tokens: undefined },
      {
        kind: 'summary',
        id: 's2',
        progress: 'done',
        text: 'The user asked where settings are read: in src/base/settings.ts, by parseSetting.\nA bad value is replaced by the default, with one warning that names the key.',
        tokens: { before: 6400, after: 2100 },
      },
      { kind: 'user', id: 'u2', text: 'Then add a test for it.' },
      { ...answer, id: 'a2', thinking: '', text: 'Here it is.' },
    ],
  },
  refused: {
    ...asked,
    entries: [user, answer],
    refused: {
      text: 'A very long message',
      reason: { kind: 'too-long', promptTokens: 9120, roomTokens: 6144, isConversation: true },
    },
  },
};

function pairEntry(change: Partial<PairEntry> = {}): PairEntry {
  const rest = { thinking: '', thinkingMs: undefined, progress: 'done', usage: undefined } as const;
  const left: PairSide = {
    label: 'Qwen3.5 4B Q4_K_M',
    progress: 'done',
    entries: [...calls.slice(0, 2), { kind: 'assistant', id: 'l1', ...rest, text: answerText }],
    activity: { kind: 'idle' },
    figures: { ...figures, cost: { kind: 'none' } },
  };
  const right: PairSide = {
    label: longName,
    progress: 'done',
    entries: [{ kind: 'assistant', id: 'r1', ...rest, text: 'In `src/base/settings.ts`. The default stands in.' }],
    activity: { kind: 'idle' },
    figures,
  };
  const plain = { kind: 'pair', id: 'p1', questionId: 'u1', isHidden: false, canVote: false } as const;
  return { ...plain, vote: undefined, isInTurn: false, sides: { left, right }, ...change };
}

function call(
  id: string,
  tool: string,
  target: string,
  summary: string,
  detail: string,
): Extract<Entry, { kind: 'call' }> {
  return { kind: 'call', id, tool, target, progress: 'done', summary, detail, edit: undefined };
}
