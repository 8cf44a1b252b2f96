import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { countsPhrase, curlExample, servedName } from '../../src/editor/serving/servingWords.ts';
import { description } from '../serving/modelServerFixture.ts';

describe('the words of serving', () => {
  it.each([
    ['Qwen3.5 9B (Q4_K_M)', 'qwen3.5-9b-q4-k-m'],
    ['Parity Starter', 'parity-starter'],
    ['模型 2', '模型-2'],
  ])('names %s as programs do', (name, expected) => {
    expect(servedName(name)).toBe(expected);
  });

  it('count what was asked', () => {
    expect(countsPhrase({ served: 0, refused: 0, running: 0 })).toBe('no request answered yet');
    expect(countsPhrase({ served: 1, refused: 0, running: 0 })).toBe('1 request answered');
    expect(countsPhrase({ served: 1200, refused: 2, running: 1 })).toBe(
      '1,200 requests answered, 2 refused, 1 under way',
    );
  });

  it.each([
    ['chats', true, '/v1/chat/completions'],
    ['only completes code', false, '/v1/completions'],
  ])('give a command that a shell hands on as it is, for a model that %s', (_, chat, path) => {
    const { capabilities } = description;
    const address = { url: 'http://127.0.0.1:5757', key: 'parity-k' };
    const command = curlExample(address, { ...description, capabilities: { ...capabilities, chat } });
    const line = command.replace(/^curl /, `printf '%s\\n' `);
    const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(words.slice(0, 6)).toEqual([
      `http://127.0.0.1:5757${path}`,
      '-H',
      'Authorization: Bearer parity-k',
      '-H',
      'Content-Type: application/json',
      '-d',
    ]);
    expect(JSON.parse(words.slice(6).join('\n'))).toMatchObject({ model: 'parity' });
  });
});
