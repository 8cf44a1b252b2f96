/** An icon of VS Code's own set. Always beside text or inside a named control, so it says nothing by itself. */
export function Codicon({ name, spin = false }: { readonly name: string; readonly spin?: boolean }) {
  return <span class={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />;
}
