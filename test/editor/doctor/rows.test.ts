import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { type EditorFacts, editorRows } from '../../../src/editor/doctor/editorRows.ts';
import { engineRows } from '../../../src/editor/doctor/engineRows.ts';
import { diskRows, machineRows } from '../../../src/editor/doctor/machineRows.ts';
import { modelFileRows } from '../../../src/editor/doctor/modelRows.ts';
import { networkRows } from '../../../src/editor/doctor/networkRows.ts';
import { roleRows } from '../../../src/editor/doctor/roleRows.ts';
import { selfTestRows } from '../../../src/editor/doctor/selfTestRows.ts';
import { sharingRows } from '../../../src/editor/doctor/sharingRows.ts';
import { type SystemFacts, systemRows } from '../../../src/editor/doctor/systemRows.ts';
import type { Hardware } from '../../../src/models/hardware.ts';
import type { ModelFileFacts } from '../../../src/models/modelFileFacts.ts';

const editor: EditorFacts = {
  extensionVersion: '0.1.0',
  editorName: 'Visual Studio Code',
  editorVersion: '1.104.0',
  remoteName: undefined,
  isInBrowser: false,
  isWorkspaceTrusted: true,
};

const system: SystemFacts = {
  platform: 'linux',
  arch: 'x64',
  release: '6.1.0',
  libc: { kind: 'glibc', version: '2.36' },
  enginePackages: { needed: 'linux-x64', present: ['linux-x64', 'linux-x64-vulkan'] },
};

describe('the editor', () => {
  it.each([
    [{}, 'on this machine'],
    [{ remoteName: 'wsl' }, 'in WSL; the window is on the desktop'],
    [{ remoteName: 'ssh-remote', isInBrowser: true }, 'on a machine reached by SSH; the window is in a browser'],
    [{ remoteName: 'dev-container' }, 'in a container; the window is on the desktop'],
    [{ remoteName: 'gpu.example:8080' }, 'on a remote machine; the window is on the desktop'],
    [{ remoteName: 'tunnel' }, 'on a remote machine (tunnel); the window is on the desktop'],
  ])('%j runs %s', (facts, text) => {
    expect(editorRows({ ...editor, ...facts })).toContainEqual({ verdict: 'works', label: 'Runs', text });
  });
});

describe('the system', () => {
  it('is fine with a new enough C library and the package for this platform', () => {
    expect(systemRows(system).map(({ verdict }) => verdict)).toEqual(['works', 'works', 'works']);
  });

  it.each([
    [{ kind: 'glibc', version: '2.31' } as const, 'glibc 2.31, and the engine needs 2.34'],
    [{ kind: 'musl' } as const, 'musl, which the engine does not run on'],
  ])('is too old, or another, with %j', (libc, text) => {
    const row = systemRows({ ...system, libc }).find(({ label }) => label === 'C library');
    expect(row).toMatchObject({ verdict: 'problem', text });
    expect(row?.fix?.text).toContain('glibc 2.34 or newer');
  });

  it('does not compare versions as decimals', () => {
    expect(systemRows({ ...system, libc: { kind: 'glibc', version: '2.4' } })[1]?.verdict).toBe('problem');
  });

  it('names the package that is missing', () => {
    const enginePackages = { needed: 'linux-arm64', present: ['linux-x64'] };
    expect(systemRows({ ...system, enginePackages })[2]).toMatchObject({
      verdict: 'problem',
      text: 'linux-x64, but this machine needs linux-arm64',
    });
  });
});

describe('the machine', () => {
  const hardware: Hardware = {
    platform: 'linux-x64',
    osRelease: '6.1.0',
    cpuModel: 'Some CPU',
    cpuFeatures: ['avx2', 'fma'],
    logicalCores: 8,
    physicalCores: 4,
    totalRamBytes: 16 * 1024 ** 3,
    availableRamBytes: 9 * 1024 ** 3,
    gpus: [],
    backends: [],
  };
  const textOf = (facts: Partial<Hardware>): string =>
    machineRows({ ...hardware, ...facts })
      .map(({ verdict, label, text }) => `${verdict} ${label}: ${text}`)
      .join('\n');

  it('is told in numbers a person can use', () => {
    expect(textOf({})).toContain('works Memory: 16 GB, 9 GB of it free\nworks Processor: Some CPU, 8 cores, avx2 fma');
    expect(textOf({})).toContain('note GPU: none that this package of Parity can use');
  });

  it('shows the card that works, and why another way to one does not', () => {
    const text = textOf({
      gpus: [
        {
          backend: 'vulkan',
          name: 'Some Card',
          totalBytes: 24 * 1024 ** 3,
          freeBytes: 20 * 1024 ** 3,
          isUnified: false,
        },
      ],
      backends: [
        { backend: 'vulkan' },
        { backend: 'cuda', cause: { kind: 'failed-its-test', detail: 'driver too old' } },
      ],
    });
    expect(text).toContain('works Vulkan: Some Card, 24 GB, 20 GB of it free');
    expect(text).toContain('note CUDA: failed its test: driver too old. Without such a card');
  });

  it('says when the hardware could not be looked at', () => {
    expect(textOf({ problem: { kind: 'timed-out', seconds: 45 } })).toContain(
      'unchecked GPU: the check took more than 45 s',
    );
  });
});

describe('the self-test', () => {
  const speed = {
    kind: 'ok',
    readTokens: 64,
    readTokensPerSecond: 180.4,
    writtenTokens: 32,
    writtenTokensPerSecond: 21.57,
  } as const;

  it('tells tokenizer, template, holes and speed', () => {
    const rows = selfTestRows({
      tokenizer: { kind: 'ok' },
      template: { kind: 'ok' },
      infill: { kind: 'ok', probe: { order: 'suffix-prefix-middle', passed: 5, total: 6, evaluatedTokens: 90 } },
      speed,
    });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['works', 'works', 'works', 'works']);
    expect(rows[2]?.text).toBe('5 of 6 test holes, in the order suffix-prefix-middle');
    expect(rows[3]?.text).toBe('reads 180 and writes 21.6 tokens per second (64 and 32 tokens measured)');
  });

  it('sends to the models where the file is at fault, and nowhere where it only cannot', () => {
    const rows = selfTestRows({
      tokenizer: { kind: 'problem', detail: 'lost a letter' },
      template: { kind: 'absent' },
      infill: { kind: 'problem', problem: { kind: 'probe-failed', passed: 1, total: 6 } },
      speed: { ...speed, writtenTokensPerSecond: 2 },
    });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['problem', 'note', 'note', 'note']);
    expect(rows[0]?.fix?.step?.command).toBe('parity.openModels');
  });
});

describe('the process', () => {
  it.each([
    [{ kind: 'shared', pid: 42, clients: 3 } as const, 'works', '42, shared by all windows, used by 3 windows'],
    [{ kind: 'shared', pid: 42, clients: 1 } as const, 'works', '42, shared by all windows, used by this window alone'],
    [{ kind: 'private', pid: 7, why: 'it is off' } as const, 'note', '7, of this window alone: it is off'],
  ])('%j', (sharing, verdict, text) => {
    expect(sharingRows(sharing)).toEqual([{ verdict, label: 'Process', text }]);
  });
});

describe('the roles', () => {
  it('blame the engine of this machine once', () => {
    const failed = { kind: 'failed', error: new AppError('no-model', {}) } as const;
    const rows = roleRows(
      [
        { role: 'completion', state: failed },
        { role: 'chat', state: { ...failed } },
      ],
      failed,
    );
    expect(rows.map(({ verdict }) => verdict)).toEqual(['works', 'problem']);
  });
});

describe('the disk', () => {
  it.each([
    [100e9, 'works'],
    [5e9, 'note'],
    [0.1e9, 'problem'],
  ])('with %d bytes free: %s', (freeBytes, verdict) => {
    expect(diskRows({ modelFolder: '/models', freeBytes })[0]?.verdict).toBe(verdict);
  });
});

describe('the model file', () => {
  const facts: ModelFileFacts = {
    architecture: 'qwen35',
    name: 'Qwen3.5-4B',
    fileBytes: 2_740_937_888,
    parameterCount: 4_200_000_000,
    fileType: 15,
    weights: { embedding: 5e8, output: 5e8, isUntied: false, blocks: 2.2e9, routedExperts: 0 },
    usedExperts: 1,
    trainedContextTokens: 262_144,
    originalContextTokens: undefined,
    chatTemplate: '{{ tools }}',
    hasInfillTokens: true,
    vocabularySize: 248_320,
    blockCount: 32,
    embeddingLength: 2560,
    contextState: undefined,
  };

  it('is described in numbers a person can use', () => {
    expect(modelFileRows('/models/a.gguf', facts).map(({ text }) => text)).toEqual([
      '/models/a.gguf (2.74 GB)',
      'Qwen3.5-4B, qwen35, 4.2B parameters',
      '262,144 tokens of context',
      'the file has the tokens for them',
      'the file has a chat template',
    ]);
  });

  it('is noted, not blamed, for what it cannot do', () => {
    const rows = modelFileRows('/models/a.gguf', { ...facts, chatTemplate: undefined, hasInfillTokens: false });
    expect(rows.slice(-2).map(({ verdict }) => verdict)).toEqual(['note', 'note']);
  });
});

describe('the engine', () => {
  it('says how it failed and what to do, in the words of the error messages', () => {
    const error = new AppError('model-invalid', { path: '/models/a.gguf', problem: 'is cut off' });
    expect(engineRows({ kind: 'failed', error })).toEqual([
      {
        verdict: 'problem',
        label: 'Engine',
        text: 'a.gguf cannot be used: the file is cut off.',
        fix: {
          text: 'Run Parity: Choose Model File from the command palette.',
          step: { label: 'Choose Model File', command: 'parity.chooseModel' },
        },
      },
    ]);
  });

  it('names the setting that mends it', () => {
    const error = new AppError('context-overflow', { promptTokens: 9000, reservedTokens: 2048, contextTokens: 8192 });
    expect(engineRows({ kind: 'failed', error })[0]?.fix?.text).toBe('Change the setting parity.model.contextTokens.');
  });
});

describe('the network', () => {
  it('shows no name, password or token of a proxy or a mirror', () => {
    const rows = networkRows({
      isOffline: false,
      source: 'auto',
      addresses: [
        { name: 'HTTPS_PROXY', value: 'http://ada:secret@proxy.example:8080/?token=secret' },
        { name: 'ALL_PROXY', value: 'ada:secret@proxy.example' },
      ],
    });
    expect(rows.slice(2).map(({ text }) => text)).toEqual([
      'http://proxy.example:8080',
      'is set, but not to an address',
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });
});
