/** The views of the Parity container, in their order, defined once: package.json's `views` are generated from this table. */
export interface ViewDefinition {
  readonly name: string;
  /** Its share of the room beside the other views. */
  readonly initialSize?: number;
  /** Folded until the user, or a command, opens it: it would take room from the others. */
  readonly isFolded?: true;
  /** Absent: a tree. */
  readonly type?: 'webview';
  /** What an empty view says, each with the condition under which it does: Markdown whose links run commands. */
  readonly welcome?: readonly { readonly text: string; readonly when?: string }[];
}

export const viewDefinitions = {
  'parity.chat': { name: 'Chat', type: 'webview', initialSize: 3 },
  'parity.models': { name: 'Models', initialSize: 2 },
  'parity.benchmarks': {
    name: 'Benchmarks',
    initialSize: 1,
    isFolded: true,
    welcome: [
      {
        text: 'Find out how well a model does on your own code: tasks made from this repository, judged by its tests.\n[Benchmark This Repository](command:parity.benchmark)',
        when: 'workspaceFolderCount != 0 && isWorkspaceTrusted',
      },
      {
        text: 'A benchmark runs the tests of the repository, so it needs a workspace that you trust.\n[Manage Trust](command:workbench.trust.manage)',
        when: 'workspaceFolderCount != 0 && !isWorkspaceTrusted',
      },
      {
        text: 'A benchmark is made from the code and the history of a repository.\n[Open Folder](command:workbench.action.files.openFolder)',
        when: 'workspaceFolderCount == 0',
      },
    ],
  },
} as const satisfies Record<string, ViewDefinition>;

export type ViewId = keyof typeof viewDefinitions;
