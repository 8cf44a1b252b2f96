/** Who may import whom: the table of README's architecture section, as data. */
export interface Layer {
  /** Other folders of src whose files it may import. */
  readonly folders: readonly string[];
  /** Where its code runs, so which modules and globals are there. */
  readonly runtime: 'anywhere' | 'node' | 'browser';
  readonly vscode?: true;
  readonly llama?: true;
  /** Outside its own folder everything is imported as a type, save these files. */
  readonly valuesOnlyFrom?: readonly string[];
}

/** What neither touches VS Code nor the DOM, nor runs a model. */
const belowEditor = [
  'base',
  'engine',
  'prompt',
  'completion',
  'tools',
  'chat',
  'benchmark',
  'models',
  'process',
  'providers',
  'serving',
] as const;

/** By folder of src; a file directly in src is its own layer. */
export const layers: Readonly<Record<string, Layer>> = {
  base: { runtime: 'anywhere', folders: [] },
  engine: { runtime: 'anywhere', folders: ['base'] },
  prompt: { runtime: 'anywhere', folders: ['base', 'engine'] },
  completion: { runtime: 'anywhere', folders: ['base', 'engine'] },
  tools: { runtime: 'anywhere', folders: ['base', 'engine'] },
  chat: { runtime: 'anywhere', folders: ['base', 'engine', 'tools'] },
  benchmark: { runtime: 'anywhere', folders: ['base', 'engine', 'completion', 'chat', 'tools'] },
  models: { runtime: 'node', folders: ['base', 'engine'] },
  providers: { runtime: 'node', folders: ['base', 'engine', 'prompt'] },
  serving: { runtime: 'node', folders: ['base', 'engine'] },
  process: { runtime: 'node', folders: ['base', 'engine'] },
  harness: {
    runtime: 'node',
    folders: belowEditor,
  },
  worker: { runtime: 'node', llama: true, folders: ['base', 'engine', 'prompt', 'models', 'process'] },
  editor: {
    runtime: 'node',
    vscode: true,
    folders: [...belowEditor, 'harness'],
  },
  webview: {
    runtime: 'browser',
    folders: ['base', 'engine', 'chat', 'benchmark'],
    valuesOnlyFrom: [
      'src/chat/reduceChat.ts',
      'src/benchmark/cost/payback.ts',
      'src/benchmark/report/assumptions.ts',
      'src/benchmark/report/compareEngines.ts',
      'src/benchmark/report/headline.ts',
      'src/benchmark/report/reportWords.ts',
      'src/benchmark/voting/standingsWords.ts',
      'src/benchmark/report/energyWords.ts',
      'src/benchmark/report/winLoss.ts',
    ],
  },
  build: { runtime: 'node', folders: ['base'] },
  'extension.ts': {
    runtime: 'node',
    vscode: true,
    folders: [...belowEditor, 'harness', 'editor'],
  },
};

/** Globals that exist only in Node. */
export const nodeGlobals: ReadonlySet<string> = new Set([
  'Buffer',
  'NodeJS',
  '__dirname',
  '__filename',
  'clearImmediate',
  'global',
  'process',
  'require',
  'setImmediate',
]);
