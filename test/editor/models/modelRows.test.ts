import { describe, expect, it } from 'vitest';
import { type ModelsFacts, modelsState } from '../../../src/editor/models/modelsState.ts';
import { modelRows } from '../../../src/editor/models/modelRows.ts';
import { rowsWith } from '../../../src/editor/models/pickRow.ts';
import type { RowAction, TreeRow } from '../../../src/editor/models/treeRow.ts';
import { catalogue } from '../../../src/models/catalogue/catalogue.ts';
import { quantDownload } from '../../../src/models/catalogue/quantDownload.ts';
import type { FoundContent, FoundFile, FoundIn } from '../../../src/models/discover/foundModel.ts';
import type { DownloadState } from '../../../src/models/download/downloadState.ts';
import type { ModelFileFacts } from '../../../src/models/modelFileFacts.ts';
import { card, machine } from '../../models/fit/machines.ts';

const facts: ModelFileFacts = {
  architecture: 'qwen35',
  name: 'Qwen3.5-4B',
  fileBytes: 2_740_937_888,
  parameterCount: 4_205_751_296,
  weights: { embedding: 5e8, output: 5e8, isUntied: false, blocks: 2.2e9, routedExperts: 0 },
  usedExperts: 1,
  fileType: 15,
  trainedContextTokens: 262_144,
  originalContextTokens: undefined,
  chatTemplate: '{{ messages }}',
  hasInfillTokens: true,
  vocabularySize: 248_320,
  blockCount: 32,
  embeddingLength: 2560,
  contextState: {
    attentionBlocks: 8,
    cachedNumbersPerToken: 16_384,
    recurrentBlocks: 24,
    recurrentNumbersPerSequence: 13_172_736,
  },
};

const fourB: FoundContent = { kind: 'model', facts, match: { modelId: 'qwen3.5-4b', quant: 'Q4_K_M', by: 'bytes' } };

function found(path: string, foundIn: FoundIn, content: FoundContent = fourB): FoundFile {
  return { path, realPath: path, foundIn, name: path.slice(1), bytes: 2_740_937_888, content };
}

function rowsOf(given: Partial<ModelsFacts> = {}): readonly TreeRow[] {
  return modelRows(
    modelsState({
      hardware: machine(16, 8),
      search: undefined,
      contextTokens: 8192,
      modelPath: '',
      adapters: [],
      downloads: [],
      ...given,
    }),
  );
}

/** The row whose labels from the top are these. */
function row(rows: readonly TreeRow[], ...labels: readonly string[]): TreeRow | undefined {
  const [first, ...rest] = labels;
  const match = rows.find(({ label }) => label === first);
  return match === undefined || rest.length === 0 ? match : row(match.children, ...rest);
}

function downloading(state: DownloadState): Partial<ModelsFacts> {
  const nine = catalogue().models.find(({ id }) => id === 'qwen3.5-9b');
  const quant = nine?.quants.find(({ name }) => name === 'Q4_K_M');
  if (nine === undefined || quant === undefined) throw new Error('The catalogue has no 9B.');
  return { downloads: [{ download: quantDownload(nine, quant), state }] };
}

const nineB = ['All Models', 'Qwen3.5 9B', 'Q4_K_M'] as const;

describe('the Models view', () => {
  it('lists every model before the machine is known, and claims nothing', () => {
    const rows = rowsOf({ hardware: undefined });
    expect(rows.map(({ label }) => label)).toEqual(['Installed', 'All Models']);
    expect(row(rows, ...nineB)?.description).toBe('5.68 GB');
  });

  it('puts the recommendation first, with its reason to read and to hear', () => {
    const [recommended] = rowsOf();
    expect(recommended?.label).toBe('Recommended for This Machine');
    const [best] = recommended?.children ?? [];
    expect(best?.spoken).toMatch(/Recommended: .* which runs on the processor at a \w+ pace/);
    expect(best?.tooltip?.()).toMatch(/^Recommended: /);
    expect(best?.actions).toContain('download');
  });

  it('says that nothing fits, and what still works', () => {
    const [recommended] = rowsOf({ hardware: machine(1, 2) });
    expect(recommended?.children[0]?.spoken).toMatch(
      /No Qwen 3.5 fits this machine: .* more memory. The starter model works/,
    );
  });

  it.each([
    [machine(64, 8, { gpus: [card(24)] }), 'fits on GPU · fast'],
    [machine(16, 8), 'on CPU · slow'],
    [machine(4, 2), 'does not fit'],
  ])('says in words where a model runs', (hardware, words) => {
    expect(row(rowsOf({ hardware }), ...nineB)?.description).toContain(words);
    expect(row(rowsOf({ hardware }), ...nineB)?.spoken).toContain(words.replace(' · ', ', '));
  });

  it('shows a download in its row, with what can be done about it', () => {
    const under = rowsOf(
      downloading({
        kind: 'downloading',
        doneBytes: 2e9,
        totalBytes: 5_680_522_464,
        bytesPerSecond: 25e6,
        etaSeconds: 150,
        source: 'huggingface',
        isElsewhere: false,
      }),
    );
    expect(row(under, ...nineB)).toMatchObject({
      icon: { name: 'loading~spin' },
      actions: ['cancelDownload', 'details'],
    });
    expect(row(under, ...nineB)?.description).toMatch(/^35% · 2 GB of 5.68 GB, 25 MB per second/);
    const paused = rowsOf(downloading({ kind: 'paused', doneBytes: 2e9, totalBytes: 5e9, isInterrupted: false }));
    expect(row(paused, ...nineB)?.actions).toEqual(['download', 'discardDownload', 'details']);
    expect(row(paused, ...nineB)?.description).toMatch(/^paused at 40%, /);
  });

  it('shows what lies elsewhere with its source, and offers to use but never to delete it', () => {
    const search = { files: [found('/a.gguf', 'ollama'), found('/b.gguf', 'parity')], skipped: [] };
    const rows = rowsOf({ search });
    expect(row(rows, 'Found on This Machine', 'a.gguf')).toMatchObject({
      description: expect.stringContaining('Ollama'),
      actions: ['use', 'reveal', 'details'],
    });
    expect(row(rows, 'Installed', 'b.gguf')?.actions).toEqual(['use', 'reveal', 'remove', 'details']);
    expect(row(rows, 'All Models', 'Qwen3.5 4B', 'Q4_K_M')?.description).toContain('on this machine');
  });

  it('says why a file cannot be used, and does not offer it', () => {
    const search = {
      files: [found('/a.gguf', 'huggingface', { kind: 'unusable', problem: 'is cut off' })],
      skipped: [],
    };
    const broken = row(rowsOf({ search }), 'Found on This Machine', 'a.gguf');
    expect(broken?.description).toMatch(/^cannot be used: is cut off · /);
    expect(broken?.actions).not.toContain('use');
  });

  it('marks the model in use, with its adapters beneath', () => {
    const search = { files: [found('/a.gguf', 'lm-studio')], skipped: [] };
    const rows = rowsOf({ search, modelPath: '/a.gguf', adapters: [{ path: '/style.gguf', scale: 0.5 }] });
    const used = row(rows, 'Found on This Machine', 'a.gguf');
    expect(used?.description).toMatch(/^in use · /);
    expect(used?.children[0]).toMatchObject({ label: 'style.gguf', description: 'LoRA adapter · scale 0.5' });
    expect(row(rows, 'Installed', 'Starter model')?.actions).toEqual(['use', 'details']);
  });

  it('marks the starter model, and a file that no search has found', () => {
    expect(row(rowsOf(), 'Installed', 'Starter model')?.description).toMatch(/^in use/);
    expect(row(rowsOf({ modelPath: '/mine/x.gguf' }), 'Installed', 'x.gguf')?.description).toBe(
      'in use · chosen by you',
    );
  });

  it('shows names of others as text', () => {
    const path = '/[x](command:evil)*.gguf';
    const search = { files: [found(path, 'huggingface')], skipped: [] };
    const evil = row(rowsOf({ search }), 'Found on This Machine', path.slice(1));
    expect(evil?.tooltip?.()).toContain(String.raw`\[x\](command:evil)\*.gguf`);
  });

  it('finds each thing once that a command of a row can be about, by its whole name', () => {
    const search = { files: [found('/a.gguf', 'ollama'), found('/b.gguf', 'parity')], skipped: [] };
    const rows = rowsOf({ search, modelPath: '/c.gguf' });
    const labels = (action: RowAction): string[] => rowsWith(action, rows).map(({ label }) => label);
    // The quantization that a.gguf is has a row of its own, for the same file.
    expect(labels('use')).toEqual(['b.gguf', 'Starter model', 'a.gguf']);
    expect(labels('remove')).toEqual(['b.gguf']);
    expect(labels('discardDownload')).toEqual([]);
    const recommended = rowsWith('download', rows).filter(({ spoken }) => spoken.includes('Recommended:'));
    expect(recommended).toHaveLength(1);
    expect(rowsWith('download', rows).filter(({ spoken }) => spoken.includes('recommended'))).toEqual([]);
  });

  it('gives each row an id of its own', () => {
    const search = { files: [found('/a.gguf', 'ollama'), found('/b.gguf', 'parity')], skipped: [] };
    const ids = (rows: readonly TreeRow[]): string[] => rows.flatMap(({ id, children }) => [id, ...ids(children)]);
    const all = ids(rowsOf({ search, modelPath: '/a.gguf', adapters: [{ path: '/a', scale: 1 }] }));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the tooltip of a released model', () => {
  const tooltip = row(rowsOf(), ...nineB)?.tooltip?.() ?? '';

  it('tells memory at this context, license, context, source and date', () => {
    expect(tooltip).toMatch(/Memory: [\d.]+ GB at 8,192 tokens/);
    expect(tooltip).toContain('License: Apache-2.0');
    expect(tooltip).toContain('Context: 262,144 tokens; 1,010,000 tokens with YaRN');
    expect(tooltip).toContain('Hugging Face: unsloth/Qwen3.5-9B-GGUF');
    expect(tooltip).toMatch(/Checked: \[20\d\d-\d\d-\d\d\]\(https:/);
  });

  it('gives published scores with what articles leave out', () => {
    expect(tooltip).toMatch(
      /LiveCodeBench: 65.6, says its card .* gpt-oss-120B is ahead there with 82.7, which articles leave out/,
    );
    expect(tooltip).toContain('They do not say how it does on your code.');
  });
});
