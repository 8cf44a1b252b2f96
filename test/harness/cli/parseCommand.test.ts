import { describe, expect, it } from 'vitest';
import type { RunCommand } from '../../../src/harness/cli/command.ts';
import { parseCommand } from '../../../src/harness/cli/parseCommand.ts';
import { checkEngines } from '../../../src/harness/cli/checkEngines.ts';
import { usage } from '../../../src/harness/cli/usage.ts';
import { UsageProblem } from '../../../src/harness/cli/usageProblem.ts';
import { exitCodes } from '../../../src/harness/cli/exitCode.ts';

const parse = (line: string) => parseCommand(line.split(' ').filter((word) => word !== ''));

function parseRun(line: string): RunCommand {
  const command = parse(`run ${line}`);
  if (command.kind !== 'run') throw new Error(command.kind);
  return command;
}

const local = '--engine starter';
const remote = '--engine openai:gpt-5 --key-env KEY';

describe('parseCommand', () => {
  it('takes a run with its defaults', () => {
    expect(parseRun(local)).toMatchObject({
      repository: '.',
      count: 30,
      families: ['infill', 'body', 'bugfix', 'replay', 'toolcall', 'agent'],
      since: null,
      engines: [{ kind: 'starter', id: 'starter' }],
      samples: 1,
      parallel: 1,
      caps: { maxMs: null, maxTokens: null, maxUsd: null },
      shard: null,
      allowNetwork: false,
    });
  });

  it('takes everything else', () => {
    const line = `${local} --size full --families agent,infill --since 2026-03-01 --samples 3 --shard 2/4 --max-usd 1.5`;
    expect(parseRun(`${line} --max-minutes 0.5 --max-tokens 1000 --thinking --allow-network`)).toMatchObject({
      count: 240,
      families: ['infill', 'agent'],
      since: '2026-03-01T00:00:00.000Z',
      samples: 3,
      shard: { index: 2, of: 4 },
      caps: { maxMs: 30_000, maxTokens: 1000, maxUsd: 1.5 },
      thinking: true,
      allowNetwork: true,
    });
  });

  it('asks hosted models three times unless told otherwise, as they answer differently each time', () => {
    expect(parseRun(remote).samples).toBe(3);
    expect(parseRun(`${remote} --samples 1`).samples).toBe(1);
    expect(parseRun('--engine vllm:m@http://127.0.0.1:8000/v1').samples).toBe(1);
  });

  it('takes code that is newer than the models, of any age, or since a day', () => {
    expect(parseRun(local)).toMatchObject({ isSinceRelease: true, since: null });
    expect(parseRun(`${local} --since any`)).toMatchObject({ isSinceRelease: false, since: null });
    expect(parseRun(`${local} --since 2026-03-01`)).toMatchObject({ isSinceRelease: false });
  });

  it('takes prices, which count before the known ones and for models without', () => {
    const own = 'vllm:own@https://team.example/v1';
    const line = `--engine ${own} --allow-network --price own=1.25/10/0.125`;
    const command = parseRun(`${line} --max-usd 2`);
    expect(command.prices).toMatchObject([{ model: 'own', prices: { input: 1.25, output: 10, cacheRead: 0.125 } }]);
    const terminal = { note: () => {} };
    expect(() => checkEngines(command, {}, terminal)).not.toThrow();
    expect(() => checkEngines(parseRun(line), {}, terminal)).toThrow('costs money');
    for (const wrong of ['own', 'own=1', 'own=1/', 'own=1/2/3/4', '=1/2', 'own=-1/2']) {
      expect(() => parseRun(`${local} --price ${wrong}`)).toThrow(UsageProblem);
    }
  });

  it("takes what a person says of the machine's power", () => {
    expect(parseRun(`${local} --watts 350/60 --kwh-usd 0.3 --hardware 1999/3`).energy).toEqual({
      ...{ declared: { activeWatts: 350, idleWatts: 60 }, usdPerKwh: 0.3, hardware: { usd: 1999, lifeYears: 3 } },
    });
    expect(parseRun(`${local} --watts 350`).energy.declared).toEqual({ activeWatts: 350, idleWatts: 0 });
    for (const wrong of ['--watts 60/350', '--watts much', '--kwh-usd 0', '--hardware 1999', '--hardware 1999/0']) {
      expect(() => parseRun(`${local} ${wrong}`)).toThrow(UsageProblem);
    }
  });

  it('takes a container for the tests, with the colon of its image', () => {
    expect(parseRun(`${local} --container docker:node:22-bookworm`).container).toEqual({
      program: 'docker',
      image: 'node:22-bookworm',
    });
    expect(parse('mine --container podman:localhost/tests')).toMatchObject({ container: { program: 'podman' } });
    for (const wrong of ['node:22', 'docker', 'docker:', 'docker:--privileged', 'kata:node:22']) {
      expect(() => parse(`mine --container ${wrong}`)).toThrow(/PROGRAM:IMAGE/);
    }
  });

  it('takes models with colons and servers with addresses, under ids of their own', () => {
    const line =
      '--engine ollama:qwen3.5:9b --engine custom:a/b@https://host.example/v1 --engine ollama:other --engine local:/m.gguf';
    expect(parseRun(line).engines).toMatchObject([
      { kind: 'endpoint', setting: { id: 'ollama', model: 'qwen3.5:9b', url: 'http://127.0.0.1:11434/v1' } },
      { kind: 'endpoint', setting: { id: 'custom', model: 'a/b', url: 'https://host.example/v1' } },
      { kind: 'endpoint', setting: { id: 'ollama-2', model: 'other' } },
      { kind: 'file', path: '/m.gguf' },
    ]);
  });

  it('takes the other commands', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    expect(parse('run --version')).toEqual({ kind: 'version' });
    expect(parse('report there --json')).toMatchObject({ kind: 'report', folder: 'there', asJson: true });
    expect(parse('merge a b --out c')).toMatchObject({ kind: 'merge', folders: ['a', 'b'], out: 'c' });
    expect(parse('import a --out b')).toMatchObject({ kind: 'import', file: 'a', out: 'b' });
    expect(parse('mine --size 7')).toMatchObject({ kind: 'mine', count: 7 });
  });

  it.each([
    ['', /Say what to do/],
    ['frob', /no command "frob"/],
    ['run', /which model/],
    [`run ${local} --size huge`, /--size/],
    [`run ${local} --families infill,poetry`, /poetry/],
    [`run ${local} --since yesterday`, /--since/],
    [`run ${local} --since 2026-13-01`, /--since/],
    [`run ${local} --shard 3/2`, /--shard/],
    [`run ${local} --shard 0/2`, /--shard/],
    [`run ${local} --samples 0`, /--samples/],
    [`run ${local} --max-usd -1`, /max-usd/],
    [`run ${local} --max-usd 0`, /--max-usd/],
    [`run ${local} --frob`, /frob/],
    [`run ${local} more`, /more/],
    [`run ${local} --tasks f --since 2026-01-01`, /--since/],
    ['run --engine gpt', /no engine/],
    ['run --engine frob:gpt', /no engine/],
    ['run --engine custom:model', /no fixed address/],
    ['run --engine custom:model@https://user:pass@host/v1', /user name or password/],
    [`run ${local} --key-env a=b=c`, /--key-env/],
    ['merge a --out b', /merge FOLDER FOLDER/],
    ['merge a b', /--out/],
    ['report a --engine starter', /does not take --engine/],
  ])('refuses "%s"', (line, problem) => {
    expect(() => parse(line)).toThrow(UsageProblem);
    expect(() => parse(line)).toThrow(problem);
  });
});

describe('checkEngines', () => {
  const environment = { KEY: 'secret' };
  const check = (line: string) => {
    const notes: string[] = [];
    const keys = () => checkEngines(parseRun(line), environment, { note: (text) => notes.push(text) });
    return { keys, notes };
  };

  it('says what would leave the machine, and refuses without --allow-network', () => {
    const { keys, notes } = check(remote);
    expect(keys).toThrow(/--allow-network/);
    expect(notes.join()).toMatch(/gpt-5 on api\.openai\.com .*code of the repository/);
  });

  it('gives the keys that were named', () => {
    expect([...check(`${remote} --allow-network --max-usd 1`).keys()]).toEqual([['openai', 'secret']]);
    expect([...check('--engine vllm:model --key-env vllm=KEY').keys()]).toEqual([['vllm', 'secret']]);
    expect([...check('--engine vllm:model').keys()]).toEqual([]);
  });

  it.each([
    ['--engine openai:gpt-5 --allow-network --max-usd 1', /needs a key/],
    ['--engine openai:gpt-5 --allow-network --max-usd 1 --key-env NONE', /NONE is not set/],
    ['--engine custom:unheard@https://host.example/v1 --allow-network --max-usd 1', /price of unheard is not known/],
  ])('refuses %s', (line, problem) => {
    expect(check(line).keys).toThrow(problem);
  });

  it('wants a cap on money, or the word that there is none', () => {
    expect(check(`${remote} --allow-network`).keys).toThrow(/--max-usd N, or --max-usd none/);
    expect(check(`${remote} --allow-network --max-usd none`).keys).not.toThrow();
    expect(parseRun(`${remote} --max-usd none`)).toMatchObject({ isUncapped: true, caps: { maxUsd: null } });
  });

  it('keeps a cap on money for a model with a price', () => {
    expect(check(`${remote} --allow-network --max-usd 1`).keys).not.toThrow();
  });
});

describe('usage', () => {
  it('tells every exit code', () => {
    for (const code of Object.values(exitCodes)) expect(usage()).toMatch(new RegExp(`^ +${code} +`, 'm'));
  });
});
