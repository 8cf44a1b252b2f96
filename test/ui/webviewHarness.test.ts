/** The chat view's own page in a browser, without VS Code: what only a real DOM can show. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { emptyChat, type ChatState, type Entry } from '../../src/chat/chatState.ts';
import type { ToView } from '../../src/chat/viewMessage.ts';
import { type Browser, openBrowser } from '../vscode/browser.ts';
import { installChromium } from '../vscode/installChromium.ts';
import { openHarness, themeNames } from '../webview/harness/harnessPage.ts';
import { answerText, chatModel, editCall, states } from '../webview/harness/states.ts';
import { englishStrings } from '../webview/harness/viewStrings.ts';
import { hostileTexts } from '../webview/hostileText.ts';

const ready: ChatState = {
  ...emptyChat,
  surroundings: { model: chatModel, workspace: 'trusted', thinking: false },
};
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser(await installChromium(() => {}), { width: 400, height: 640 });
  await openHarness(browser.page, 'dark');
});
afterAll(() => browser.close());
beforeEach(async () => {
  await browser.page.setViewportSize({ width: 400, height: 640 });
  await browser.page.evaluate('sessionStorage.clear()');
  await browser.page.reload();
  await browser.page.evaluate('sessionStorage.clear()');
});

async function post(message: ToView): Promise<void> {
  await browser.page.evaluate(`probe.send(${JSON.stringify(message)})`);
}
const show = (state: ChatState): Promise<void> =>
  post({ kind: 'snapshot', state, strings: englishStrings(), locale: 'en' });
const fire = (event: ChatEvent): Promise<void> => post({ kind: 'event', event });
const part = (testId: string) => browser.page.getByTestId(testId);
const probe = <T>(expression: string): Promise<T> => browser.page.evaluate(`probe.${expression}`);
/** Two frames: one to draw in, one to be sure that it is over. */
const nextFrame = (): Promise<unknown> =>
  browser.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))');
const posted = (kind: string): Promise<unknown[]> => probe(`posted.filter((message) => message.kind === '${kind}')`);
const scrolledFromEnd = (): Promise<number> =>
  browser.page
    .locator('.transcript-frame')
    .evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);

function longChat(entries: number): Entry[] {
  return Array.from({ length: entries }, (_, index): Entry => {
    if (index % 2 === 0) return { kind: 'user', id: `u${index}`, text: `Question ${index}` };
    const rest = { thinking: '', thinkingMs: undefined, progress: 'done', usage: undefined } as const;
    return { kind: 'assistant', id: `a${index}`, text: answerText, ...rest };
  });
}

describe('safety', () => {
  it('runs and loads nothing that a model, a file or a tool says', async () => {
    const entries = hostileTexts.flatMap((text, index): Entry[] => [
      { kind: 'user', id: `u${index}`, text },
      {
        kind: 'assistant',
        id: `a${index}`,
        thinking: text,
        thinkingMs: 1000,
        text,
        progress: 'done',
        usage: undefined,
      },
      {
        kind: 'call',
        id: `c${index}`,
        tool: text,
        target: text,
        progress: 'done',
        summary: text,
        detail: text,
        edit: undefined,
      },
      {
        ...editCall,
        id: `e${index}`,
        target: text,
        edit: { path: text, addedLines: 1, removedLines: 1, diff: text },
      } as Entry,
      { kind: 'notice', id: `n${index}`, severity: 'error', text, action: undefined },
    ]);
    const hostileName = hostileTexts[0] ?? '';
    await show({
      ...ready,
      surroundings: { ...ready.surroundings, model: { ...chatModel, name: hostileName } as typeof chatModel },
      entries,
      refused: { text: hostileName, reason: { kind: 'cannot-chat', model: hostileName } },
    });
    await expect.poll(() => part('message-assistant').count()).toBe(hostileTexts.length);
    for (const summary of await browser.page.locator('summary').all()) await summary.evaluate((node) => node.click());
    await nextFrame();

    expect(await probe('ran')).toEqual([]);
    expect(await probe('blocked')).toEqual([]);
    const forbidden =
      'script, img, svg, iframe, object, embed, style, link, base, meta, audio, video, form:not(.composer)';
    expect(await browser.page.locator(`#chat :is(${forbidden})`).count()).toBe(0);
    const links = await browser.page
      .locator('#chat a')
      .evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    expect(links.filter((href) => href === null || !/^https?:\/\//.test(href) || href.includes('@'))).toEqual([]);
    const handlers = await browser.page
      .locator('#chat *')
      .evaluateAll((all) =>
        all.flatMap((node) => node.getAttributeNames()).filter((name) => /^on|^style$|^src/.test(name)),
      );
    expect(handlers).toEqual([]);
    expect(browser.outsideRequests()).toEqual([]);
  });

  it('has a policy that stops what would get through', async () => {
    await show(ready);
    const failure = await browser.page.evaluate(
      `(() => { try { document.body.innerHTML = '<p>'; } catch (error) { return String(error); } })()`,
    );
    expect(failure).toContain('TrustedHTML');
    await browser.page.evaluate(
      `(() => { const image = new Image(); image.src = 'http://127.0.0.1:1/x.png'; document.body.append(image); })()`,
    );
    await expect.poll(() => probe<string[]>('blocked')).toContainEqual(expect.stringContaining('img-src'));
  });
});

describe('streaming', () => {
  it('leaves finished blocks alone while the next ones are written', async () => {
    await show({ ...ready, activity: { kind: 'writing' } });
    await fire({ kind: 'assistant-began', id: 'a' });
    const half = answerText.indexOf('| Setting');
    await fire({ kind: 'text', id: 'a', text: answerText.slice(0, half) });
    await nextFrame();
    const blocks = await probe<number>('markBlocks()');
    expect(blocks).toBeGreaterThan(2);

    for (let at = half; at < answerText.length; at += 5) {
      await fire({ kind: 'text', id: 'a', text: answerText.slice(at, at + 5) });
      if (at % 3 === 0) await nextFrame();
    }
    await fire({ kind: 'assistant-ended', id: 'a', progress: 'done', usage: undefined, context: undefined });
    await nextFrame();
    expect(await probe('marked()')).toEqual({ kept: blocks, changes: 0 });
  });

  it('ends with the same page as an answer that came whole', async () => {
    const entry = { kind: 'assistant', id: 'a', thinking: '', thinkingMs: undefined, usage: undefined } as const;
    await show({ ...ready, entries: [{ ...entry, text: '', progress: 'streaming' }] });
    for (const character of answerText) await fire({ kind: 'text', id: 'a', text: character });
    await fire({ kind: 'assistant-ended', id: 'a', progress: 'done', usage: undefined, context: undefined });
    await nextFrame();
    const streamed = await part('assistant-text').innerHTML();
    await browser.page.reload();
    await show({ ...ready, entries: [{ ...entry, text: answerText, progress: 'done' }] });
    expect(streamed).toBe(await part('assistant-text').innerHTML());
  });

  it('keeps a selection in the code that is being written', async () => {
    await show({ ...ready, activity: { kind: 'writing' } });
    await fire({ kind: 'assistant-began', id: 'a' });
    await fire({ kind: 'text', id: 'a', text: '```ts\nconst one = 1;\n' });
    await nextFrame();
    await browser.page
      .locator('.code-line')
      .first()
      .evaluate((line) => line.ownerDocument.getSelection()?.selectAllChildren(line));
    await fire({ kind: 'text', id: 'a', text: 'const two = 2;\n' });
    await nextFrame();
    expect(await browser.page.evaluate('String(getSelection())')).toContain('const one = 1;');
  });

  it('follows the end, until the reader scrolls up, and again after Jump to Latest', async () => {
    await show({ ...ready, entries: longChat(20), activity: { kind: 'writing' } });
    await fire({ kind: 'assistant-began', id: 'z' });
    await fire({ kind: 'text', id: 'z', text: answerText });
    await expect.poll(scrolledFromEnd).toBeLessThan(2);
    await browser.page.locator('.transcript-frame').hover();
    await browser.page.mouse.wheel(0, -900);
    await part('jump-latest').waitFor();
    const top = await browser.page.locator('.transcript-frame').evaluate((frame) => frame.scrollTop);
    await fire({ kind: 'text', id: 'z', text: `\n\n${answerText}` });
    await nextFrame();
    expect(await browser.page.locator('.transcript-frame').evaluate((frame) => frame.scrollTop)).toBe(top);

    await part('jump-latest').click();
    await expect.poll(scrolledFromEnd).toBeLessThan(2);
    await fire({ kind: 'text', id: 'z', text: `\n\n${answerText}` });
    await expect.poll(scrolledFromEnd).toBeLessThan(2);
    expect(await part('jump-latest').count()).toBe(0);
  });

  it('tells a screen reader of the start and the end alone', async () => {
    await show(ready);
    await fire({ kind: 'activity', activity: { kind: 'waiting' } });
    await nextFrame();
    await fire({ kind: 'assistant-began', id: 'a' });
    for (const text of ['one', ' two', ' three']) {
      await fire({ kind: 'text', id: 'a', text });
      await nextFrame();
    }
    await fire({ kind: 'assistant-ended', id: 'a', progress: 'done', usage: undefined, context: undefined });
    await fire({ kind: 'activity', activity: { kind: 'idle' } });
    await expect.poll(() => probe('announced')).toEqual(['Parity is answering', 'Answer finished']);
  });
});

describe('keyboard', () => {
  it('writes, sends, stops and recalls without a mouse', async () => {
    await show(ready);
    await post({ kind: 'focus' });
    await browser.page.keyboard.type('first');
    await browser.page.keyboard.press('Shift+Enter');
    await browser.page.keyboard.type('second');
    await browser.page.keyboard.press('Enter');
    expect(await posted('send')).toEqual([{ kind: 'send', text: 'first\nsecond' }]);
    expect(await part('composer').inputValue()).toBe('');

    await fire({ kind: 'user', id: 'u', text: 'first\nsecond' });
    await fire({ kind: 'activity', activity: { kind: 'writing' } });
    await part('stop').waitFor();
    await browser.page.keyboard.type('next');
    await browser.page.keyboard.press('Enter');
    expect(await posted('send')).toHaveLength(1);
    expect(await part('composer').inputValue()).toBe('next');
    await browser.page.keyboard.press('Escape');
    expect(await posted('stop')).toHaveLength(1);

    await fire({ kind: 'activity', activity: { kind: 'idle' } });
    await part('composer').fill('');
    await browser.page.keyboard.press('ArrowUp');
    expect(await part('composer').inputValue()).toBe('first\nsecond');
    await browser.page.keyboard.press('Escape');
    expect(await posted('stop')).toHaveLength(1);
  });

  it('reaches and presses the buttons of an edit', async () => {
    await show({ ...ready, entries: [editCall], activity: { kind: 'awaiting-approval' } });
    await part('edit-accept').focus();
    await browser.page.keyboard.press('Tab');
    await browser.page.keyboard.press('Tab');
    await browser.page.keyboard.press('Enter');
    await browser.page.keyboard.press('Shift+Tab');
    await browser.page.keyboard.press('Enter');
    expect(await posted('review')).toEqual([{ kind: 'review', callId: 'e1' }]);
    expect(await posted('decide')).toEqual([{ kind: 'decide', callId: 'e1', decision: 'reject' }]);
    expect(await part('composer').evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('has a name for every control and a size a finger can hit', async () => {
    for (const state of Object.values(states)) {
      await show(state);
      const controls = await browser.page.getByRole('button').or(browser.page.getByRole('switch')).all();
      expect(controls.length).toBeGreaterThan(0);
      for (const control of controls) {
        const { name, box } = await control.evaluate((node) => {
          const { width, height } = node.getBoundingClientRect();
          return { name: node.getAttribute('aria-label') ?? node.textContent?.trim(), box: { width, height } };
        });
        expect(name).not.toBe('');
        expect(box.height, name).toBeGreaterThanOrEqual(24);
        expect(box.width, name).toBeGreaterThanOrEqual(24);
      }
    }
  });
});

describe('two answers', () => {
  it('take a vote by key where the focus is on them, and leave a digit in the composer a digit', async () => {
    await show(states['pair-blind-vote'] ?? emptyChat);
    await part('composer').fill('');
    await part('composer').press('1');
    expect(await part('composer').inputValue()).toBe('1');
    expect(await posted('vote')).toEqual([]);
    await part('vote-left').focus();
    await browser.page.keyboard.press('2');
    expect(await posted('vote')).toEqual([{ kind: 'vote', id: 'p1', vote: 'right' }]);
  });

  it('stand side by side where there is room, and below each other where there is not', async () => {
    await show(states['pair-done'] ?? emptyChat);
    const isBeside = async (): Promise<boolean> => {
      const [left, right] = await Promise.all([part('pair-left').boundingBox(), part('pair-right').boundingBox()]);
      return left !== null && right !== null && left.y === right.y && left.x < right.x;
    };
    await browser.page.setViewportSize({ width: 600, height: 640 });
    expect(await isBeside()).toBe(true);
    await browser.page.setViewportSize({ width: 480, height: 640 });
    expect(await isBeside()).toBe(false);
  });

  it('are kept, stopped and asked for with what stands in the composer', async () => {
    await show(states['pair-streaming'] ?? emptyChat);
    await part('stop-right').click();
    expect(await posted('stop-side')).toEqual([{ kind: 'stop-side', id: 'p1', side: 'right' }]);
    await show(states['pair-done'] ?? emptyChat);
    await part('keep-left').click();
    expect(await posted('keep-answer')).toEqual([{ kind: 'keep-answer', id: 'p1', side: 'left' }]);
    await part('composer').fill('Both of you');
    await post({ kind: 'ask-two' });
    expect(await posted('ask-two')).toEqual([{ kind: 'ask-two', text: 'Both of you' }]);
  });
});

describe('messages to the host', () => {
  it('copies and inserts exactly the code', async () => {
    await show({ ...ready, entries: longChat(2) });
    await part('code-copy').click();
    await part('code-insert').click();
    const code = /```ts\n([^]*?)\n```/.exec(answerText)?.[1];
    expect(await posted('copy')).toEqual([{ kind: 'copy', text: code }]);
    expect(await posted('insert')).toEqual([{ kind: 'insert', text: code }]);
  });

  it('has links opened by the host and goes nowhere itself', async () => {
    await show({ ...ready, entries: longChat(2) });
    const before = browser.page.url();
    const link = browser.page.locator('.answer a');
    await link.click();
    await link.press('Enter');
    const url = 'https://code.visualstudio.com/docs/getstarted/settings';
    expect(await link.getAttribute('title')).toBe(url);
    expect(await posted('open-link')).toEqual([
      { kind: 'open-link', url },
      { kind: 'open-link', url },
    ]);
    expect(browser.page.url()).toBe(before);
    expect(browser.context.pages()).toHaveLength(1);
  });

  it.each([
    ['no-model', 'open-models', 'open-models'],
    ['no-model', 'choose-model', 'choose-model'],
    ['cannot-chat', 'choose-model', 'choose-model'],
    ['empty-no-folder', 'banner-action', 'open-folder'],
    ['empty-untrusted', 'banner-action', 'manage-trust'],
  ])('offers the next step in the state %s', async (state, testId, action) => {
    await show(states[state] ?? emptyChat);
    await part(testId).click();
    expect(await posted('action')).toEqual([{ kind: 'action', action }]);
  });

  it('asks for thinking, and shows what the host then says', async () => {
    await show(ready);
    await part('thinking-toggle').click();
    expect(await posted('set-thinking')).toEqual([{ kind: 'set-thinking', thinking: true }]);
    expect(await part('thinking-toggle').getAttribute('aria-checked')).toBe('false');
    await fire({ kind: 'surroundings', surroundings: { ...ready.surroundings, thinking: true } });
    await expect.poll(() => part('thinking-toggle').getAttribute('aria-checked')).toBe('true');
  });

  it('takes an example to the composer without sending it', async () => {
    await show(ready);
    await part('empty').getByRole('button').first().click();
    expect(await part('composer').inputValue()).not.toBe('');
    expect(await posted('send')).toEqual([]);
  });

  it('gives a refused message back with the reason', async () => {
    await show(ready);
    await part('composer').fill('too long');
    await part('send').click();
    const reason = { kind: 'too-long', promptTokens: 9000, roomTokens: 6000, isConversation: false } as const;
    await fire({ kind: 'refused', refused: { text: 'too long', reason } });
    await part('refused').waitFor();
    expect(await part('refused').innerText()).toContain('9,000');
    await expect.poll(() => part('composer').inputValue()).toBe('too long');
  });
});

describe('showing again', () => {
  it('keeps the draft and the place', async () => {
    const state = { ...ready, entries: longChat(60) };
    await show(state);
    await part('composer').fill('half a thought');
    await browser.page.locator('.transcript-frame').hover();
    await browser.page.mouse.wheel(0, -2500);
    await expect
      .poll(() => browser.page.evaluate(`JSON.parse(sessionStorage.getItem('state')).anchor?.entryId`))
      .toBeTruthy();
    const anchor = await browser.page.evaluate<{ entryId: string; offset: number }>(
      `JSON.parse(sessionStorage.getItem('state')).anchor`,
    );
    await browser.page.reload();
    await show(state);
    await nextFrame();
    expect(await part('composer').inputValue()).toBe('half a thought');
    const offset = await browser.page.locator(`[data-entry="${anchor.entryId}"]`).evaluate((entry) => {
      const frame = entry.closest('.transcript-frame');
      return frame === null ? Infinity : entry.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    });
    expect(Math.abs(offset - anchor.offset)).toBeLessThan(5);
  });

  it('shows the end of a long chat first, and then all of it', async () => {
    const message = {
      kind: 'snapshot',
      state: { ...ready, entries: longChat(400) },
      strings: englishStrings(),
      locale: 'en',
    };
    await probe(`firstPaint(${JSON.stringify(message)})`);
    expect(await part('message-user').count()).toBeLessThan(200);
    await expect.poll(() => part('message-user').count(), { timeout: 30_000 }).toBe(200);
    await expect.poll(scrolledFromEnd).toBeLessThan(2);
  });
});

describe('layout', () => {
  it.each(themeNames)('fits 300 pixels in every state, also at double size, in %s', async (theme) => {
    for (const [width, fontSize] of [
      [300, '13px'],
      [300, '26px'],
    ] as const) {
      await browser.page.setViewportSize({ width, height: 640 });
      await openHarness(browser.page, theme, fontSize);
      for (const [name, state] of Object.entries(states)) {
        await show(state);
        const wide = await browser.page.locator('#chat *').evaluateAll((all, limit) => {
          const scrolls = '.code-text, .diff, .table-frame, .screen-reader-only';
          return all
            .filter((node) => node.closest(scrolls) === null && node.getBoundingClientRect().right > limit + 1)
            .map((node) => node.className);
        }, width);
        expect(wide, `${name} at ${fontSize}`).toEqual([]);
      }
    }
    await openHarness(browser.page, 'dark');
  });
});
