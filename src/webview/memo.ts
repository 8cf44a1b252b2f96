import { Component, createElement, type ComponentChild, type FunctionComponent } from 'preact';

/** A component that is drawn again only when one of its properties is another value than before. */
export function memo<Props extends object>(render: FunctionComponent<Props>): new (props: Props) => Component<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]);
      return [...keys].some((key) => Reflect.get(this.props, key) !== Reflect.get(next, key));
    }

    override render(): ComponentChild {
      return createElement(render, this.props);
    }
  };
}
