import type { ViewId } from './views.ts';

/**
 * Every command, defined once: package.json's `contributes.commands` and `menus` are generated from this table
 * (`npm run contributes`), a test compares them, and `editor/registerCommands.ts` must give each one a function.
 */
export interface CommandDefinition {
  readonly title: string;
  /** A codicon's name. */
  readonly icon?: string;
  readonly enablement?: string;
  /** Left out of the command palette: only reachable where a menu or a link shows it. */
  readonly isHidden?: boolean;
  readonly menus?: readonly { readonly menu: string; readonly when: string; readonly group?: string }[];
}

/** Places in the menu of those rows of a view that offer an action: the words of their `viewItem`. */
function rowsOf(
  view: ViewId,
): (action: string, ...groups: readonly string[]) => NonNullable<CommandDefinition['menus']> {
  return (action, ...groups) => {
    const when = `view == ${view} && viewItem =~ /\\b${action}\\b/`;
    return groups.map((group) => ({ menu: 'view/item/context', when, group }));
  };
}

/** See editor/models/treeRow.ts and editor/benchmark/benchmarkRow.ts. */
const forRows = rowsOf('parity.models');
const forBenchmarks = rowsOf('parity.benchmarks');

const onReport = "activeWebviewPanelId == 'parity.report'";

export const commandDefinitions = {
  'parity.openChat': { title: 'Open Chat', icon: 'comment-discussion' },
  'parity.newChat': {
    title: 'New Chat',
    icon: 'add',
    menus: [{ menu: 'view/title', when: 'view == parity.chat', group: 'navigation' }],
  },
  'parity.askTwoEngines': {
    title: 'Ask Two Engines',
    icon: 'split-horizontal',
    menus: [{ menu: 'view/title', when: 'view == parity.chat', group: '1_two@1' }],
  },
  'parity.voteOnAnswers': {
    title: 'Vote on Answers',
    icon: 'thumbsup',
    menus: [{ menu: 'view/title', when: 'view == parity.chat', group: '1_two@2' }],
  },
  'parity.showStandings': {
    title: 'Show Standings by Votes',
    icon: 'list-ordered',
    menus: [{ menu: 'view/title', when: 'view == parity.chat', group: '1_two@3' }],
  },
  'parity.exportVotes': { title: 'Export Votes' },
  'parity.deleteKeptAnswers': { title: 'Delete Kept Answers' },
  'parity.stopReply': { title: 'Stop Answering', enablement: 'parity.isAnswering' },
  'parity.chooseModel': {
    title: 'Choose Model File',
    icon: 'folder-opened',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: '2_here@1' }],
  },
  'parity.addEndpoint': { title: 'Add Endpoint' },
  'parity.removeEndpoint': { title: 'Remove Endpoint' },
  'parity.setApiKey': { title: 'Set API Key' },
  'parity.chooseEngines': {
    title: 'Choose Engines',
    icon: 'plug',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: '1_engine@2' }],
  },
  'parity.arena': { title: 'Arena: One Task for Two Engines' },
  'parity.showCosts': { title: 'Show Costs' },
  'parity.refreshPrices': { title: 'Refresh Prices' },
  'parity.chooseComparedModel': { title: 'Compare Local Use With an API Price' },
  'parity.toggleCompletions': { title: 'Turn Completions On or Off' },
  'parity.explainCompletion': { title: 'Why No Suggestion?' },
  'parity.restartEngine': { title: 'Restart Engine' },
  'parity.showLog': { title: 'Show Log' },
  'parity.showMenu': { title: 'Show Status Menu' },
  'parity.doctor': { title: 'Doctor', icon: 'pulse' },
  'parity.copyDoctorReport': {
    title: 'Copy Report',
    icon: 'copy',
    isHidden: true,
    menus: [{ menu: 'editor/title', when: 'resourceScheme == parity-doctor', group: 'navigation' }],
  },
  'parity.openWalkthrough': { title: 'Get Started' },
  'parity.tryCompletion': { title: 'Try a Completion in a New File' },
  'parity.acceptEdit': {
    title: 'Accept Edit',
    icon: 'check',
    isHidden: true,
    menus: [{ menu: 'editor/title', when: 'parity.isReviewingEdit', group: 'navigation@1' }],
  },
  'parity.rejectEdit': {
    title: 'Reject Edit',
    icon: 'close',
    isHidden: true,
    menus: [{ menu: 'editor/title', when: 'parity.isReviewingEdit', group: 'navigation@2' }],
  },
  'parity.openModels': { title: 'Open Models', icon: 'library' },
  'parity.findModel': {
    title: 'Find a Model by Name or Address',
    icon: 'search',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: 'navigation@1' }],
  },
  'parity.refreshModels': {
    title: 'Refresh Models',
    icon: 'refresh',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: 'navigation@2' }],
  },
  'parity.chooseContextSize': {
    title: 'Choose Context Size',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: '1_engine@1' }],
  },
  'parity.downloadModel': {
    title: 'Download Model File',
    icon: 'cloud-download',
    menus: forRows('download', 'inline@1', '1_model@1'),
  },
  'parity.cancelDownload': {
    title: 'Cancel Download',
    icon: 'debug-stop',
    menus: forRows('cancelDownload', 'inline@1', '1_model@1'),
  },
  'parity.discardDownload': {
    title: 'Discard Download',
    menus: forRows('discardDownload', '3_remove@1'),
  },
  'parity.useModel': {
    title: 'Use Model',
    icon: 'play',
    menus: forRows('use', 'inline@1', '1_model@1'),
  },
  'parity.addAdapter': {
    title: 'Add LoRA Adapter',
    icon: 'add',
    menus: [
      { menu: 'view/title', when: 'view == parity.models', group: '2_here@2' },
      ...forRows('addAdapter', 'inline@1', '1_model@1'),
    ],
  },
  'parity.removeAdapter': {
    title: 'Remove LoRA Adapter',
    icon: 'close',
    menus: forRows('removeAdapter', 'inline@1', '1_model@1'),
  },
  'parity.showModelDetails': { title: 'Show Model Details', menus: forRows('details', '2_look@1') },
  'parity.revealModel': { title: 'Reveal Model File', menus: forRows('reveal', '2_look@2') },
  'parity.removeModel': { title: 'Delete Model File', menus: forRows('remove', '3_remove@1') },
  'parity.serveModel': {
    title: 'Serve Local Model',
    icon: 'radio-tower',
    menus: [{ menu: 'view/title', when: 'view == parity.models', group: '1_engine@3' }],
  },
  'parity.stopServing': { title: 'Stop Serving Local Model', enablement: 'parity.isServing' },
  'parity.installGpuEngine': { title: 'Install GPU Support' },
  'parity.setHuggingFaceToken': { title: 'Set Hugging Face Token' },
  'parity.benchmark': {
    title: 'Benchmark This Repository',
    icon: 'beaker',
    menus: [{ menu: 'view/title', when: 'view == parity.benchmarks', group: 'navigation@1' }],
  },
  'parity.compareWithApi': {
    title: 'Compare Qwen with an API',
    icon: 'git-compare',
    menus: [{ menu: 'view/title', when: 'view == parity.benchmarks', group: '1_run@1' }],
  },
  'parity.openBenchmarks': { title: 'Open Benchmarks', icon: 'graph' },
  'parity.compareBenchmarks': {
    title: 'Compare Benchmark Runs',
    icon: 'list-ordered',
    menus: [{ menu: 'view/title', when: 'view == parity.benchmarks', group: 'navigation@2' }],
  },
  'parity.openBenchmarkReport': {
    title: 'Open Benchmark Report',
    icon: 'graph',
    menus: forBenchmarks('report', 'inline@1', '1_run@1'),
  },
  'parity.pauseBenchmark': {
    title: 'Pause Benchmark',
    icon: 'debug-pause',
    enablement: "parity.benchmark == 'running'",
    menus: forBenchmarks('pause', 'inline@2', '1_run@2'),
  },
  'parity.resumeBenchmark': {
    title: 'Resume Benchmark',
    icon: 'debug-continue',
    menus: forBenchmarks('resume', 'inline@2', '1_run@2'),
  },
  'parity.stopBenchmark': {
    title: 'Stop Benchmark',
    icon: 'debug-stop',
    enablement: 'parity.benchmark',
    menus: forBenchmarks('stop', 'inline@3', '1_run@3'),
  },
  'parity.runTasksAgain': {
    title: 'Run Tasks with Another Engine',
    icon: 'run-all',
    menus: forBenchmarks('again', 'inline@4', '1_run@4'),
  },
  'parity.voteOnRun': { title: 'Vote on Answers of a Run', menus: forBenchmarks('vote', '1_run@5') },
  'parity.exportBenchmark': { title: 'Export Benchmark', menus: forBenchmarks('export', '2_file@1') },
  'parity.revealBenchmark': { title: 'Reveal Benchmark Files', menus: forBenchmarks('reveal', '2_file@2') },
  'parity.deleteBenchmark': { title: 'Delete Benchmark', menus: forBenchmarks('delete', '3_remove@1') },
  'parity.openReportInBrowser': {
    title: 'Open Report in Browser',
    icon: 'link-external',
    isHidden: true,
    menus: [{ menu: 'editor/title', when: `${onReport} && !isWeb && remoteName == ''`, group: 'navigation@1' }],
  },
  'parity.saveReport': {
    title: 'Save Report As',
    icon: 'save-as',
    isHidden: true,
    menus: [{ menu: 'editor/title', when: onReport, group: 'navigation@2' }],
  },
  'parity.suggestionAccepted': { title: 'Suggestion Accepted', isHidden: true },
} as const satisfies Record<string, CommandDefinition>;

export type CommandId = keyof typeof commandDefinitions;
