/** A tree of tree-sitter as the benchmark sees it: nodes are made when they are asked for, and once. */
import type { Node, Tree } from 'web-tree-sitter';
import { toDisposable } from '../../base/disposables.ts';
import type { SyntaxNode, SyntaxTree } from '../../benchmark/syntax.ts';
import { findLeaves } from './findLeaves.ts';

/** `text` is that of the tree; `reparse` is not called once the tree has ended. */
export function viewTree(tree: Tree, text: string, reparse: SyntaxTree['reparse']): SyntaxTree {
  const life = { hasEnded: false };
  const checkLife = (): void => {
    if (life.hasEnded) throw new Error('the syntax tree has ended');
  };
  const end = toDisposable(() => {
    life.hasEnded = true;
    tree.delete();
  });
  return {
    root: new NodeView(tree.rootNode, undefined, life),
    leaves(search) {
      checkLife();
      return findLeaves(tree, text, search);
    },
    reparse(change) {
      checkLife();
      return reparse(change);
    },
    dispose: end.dispose,
  };
}

/** A class for its identity: the same node is the same object, however it was reached. */
class NodeView implements SyntaxNode {
  readonly #node: Node;
  readonly #life: { readonly hasEnded: boolean };
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  #type: string | undefined;
  #children: readonly NodeView[] | undefined;

  constructor(node: Node, parent: SyntaxNode | undefined, life: { readonly hasEnded: boolean }) {
    this.#node = node;
    this.#life = life;
    this.parent = parent;
    this.start = node.startIndex;
    this.end = node.endIndex;
  }

  get type(): string {
    return (this.#type ??= this.#living().type);
  }

  get isNamed(): boolean {
    return this.#living().isNamed;
  }

  get hasError(): boolean {
    return this.#living().hasError;
  }

  get children(): readonly NodeView[] {
    this.#children ??= this.#living().children.map((child) => new NodeView(child, this, this.#life));
    return this.#children;
  }

  field(name: string): SyntaxNode | undefined {
    const found = this.#living().childForFieldName(name);
    return found === null ? undefined : this.children.find((child) => child.#node.id === found.id);
  }

  /** The memory of a tree that has ended holds something else by now. */
  #living(): Node {
    if (this.#life.hasEnded) throw new Error('the syntax tree of this node has ended');
    return this.#node;
  }
}
