/** The views of the Parity container, in their order, defined once: package.json's `views` are generated from this table. */
export interface ViewDefinition {
  readonly name: string;
  /** Its share of the room beside the other views. */
  readonly initialSize?: number;
  /** Absent: a tree. */
  readonly type?: 'webview';
  /** What an empty view says, each with the condition under which it does: Markdown whose links run commands. */
  readonly welcome?: readonly { readonly text: string; readonly when?: string }[];
}

export const viewDefinitions = {
  'parity.chat': { name: 'Chat', type: 'webview', initialSize: 3 },
  'parity.models': { name: 'Models', initialSize: 2 },
} as const satisfies Record<string, ViewDefinition>;

export type ViewId = keyof typeof viewDefinitions;
