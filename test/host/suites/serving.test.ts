/** Other programs use the model that the extension has loaded: the starter model, over HTTP. */
import * as assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import OpenAI from 'openai';
import { commands, env } from 'vscode';

describe('Parity: Serve Local Model', () => {
  let baseURL = '';
  let apiKey = '';

  before(async () => {
    await commands.executeCommand('parity.serveModel');
    baseURL = await copied('http://');
    await commands.executeCommand('workbench.action.quickOpenSelectNext');
    apiKey = await copied('parity-');
  });
  after(() => commands.executeCommand('workbench.action.closeQuickOpen'));

  it('gives an address and a key to copy', () => {
    assert.match(baseURL, /^http:\/\/127\.0\.0\.1:57\d\d\/v1$/);
    assert.match(apiKey, /^parity-[\w-]{32}$/);
  });

  it('lets a real client complete code with the starter model, and counts its tokens', async () => {
    const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    const { choices, usage } = await client.completions.create({
      model: 'parity',
      prompt: 'let total = 0;\nfor (let i = 0; i < items.length; i',
      suffix: '\n  total += items[i];\n}\n',
      stop: '\n',
      max_tokens: 24,
    });
    assert.match(choices[0]?.text ?? '', /^\+\+/);
    assert.equal(choices[0]?.finish_reason, 'stop');
    assert.ok(usage !== undefined && usage.prompt_tokens > 10);
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  });

  it('says of a chat that the starter model has none, and of a wrong key that it is wrong', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    await assert.rejects(client.chat.completions.create({ model: 'parity', messages }), {
      status: 400,
      param: 'model',
    });
    const stranger = new OpenAI({ baseURL, apiKey: 'parity-wrong', maxRetries: 0 });
    await assert.rejects(stranger.models.list(), { status: 401 });
  });

  it('keeps its key from one start to the next, and stops when it is told to', async () => {
    await commands.executeCommand('parity.stopServing');
    await assert.rejects(fetch(baseURL.replace('/v1', '/health')));
    await commands.executeCommand('parity.serveModel');
    assert.equal(await copied('http://'), baseURL);
    const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    assert.equal((await client.models.list()).data.at(-1)?.id, 'parity');
    await commands.executeCommand('parity.stopServing');
  });
});

/** Takes the row of the list that is in focus. The command does not wait for what it does. */
async function copied(beginning: string): Promise<string> {
  await env.clipboard.writeText('');
  for (let tries = 0; tries < 200; tries++) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const text = await env.clipboard.readText();
    if (text.startsWith(beginning)) return text;
  }
  throw new Error(`nothing that begins with ${beginning} was copied`);
}
