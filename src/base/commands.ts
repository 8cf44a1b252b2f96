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

export const commandDefinitions = {
  'parity.openChat': { title: 'Open Chat', icon: 'comment-discussion' },
  'parity.newChat': {
    title: 'New Chat',
    icon: 'add',
    menus: [{ menu: 'view/title', when: 'view == parity.chat', group: 'navigation' }],
  },
  'parity.stopReply': { title: 'Stop Answering', enablement: 'parity.isAnswering' },
  'parity.chooseModel': { title: 'Choose Model File', icon: 'folder-opened' },
  'parity.addEndpoint': { title: 'Add Endpoint' },
  'parity.removeEndpoint': { title: 'Remove Endpoint' },
  'parity.setApiKey': { title: 'Set API Key' },
  'parity.chooseEngines': { title: 'Choose Engines' },
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
  'parity.downloadModel': { title: 'Download Model File', icon: 'cloud-download' },
  'parity.cancelDownload': { title: 'Cancel Download' },
  'parity.setHuggingFaceToken': { title: 'Set Hugging Face Token' },
  'parity.suggestionAccepted': { title: 'Suggestion Accepted', isHidden: true },
} as const satisfies Record<string, CommandDefinition>;

export type CommandId = keyof typeof commandDefinitions;
