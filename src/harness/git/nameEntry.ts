import type { EntryKind } from '../../benchmark/mining/sourceHistory.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Git keeps paths as bytes: those that are no UTF-8 have no name here. The modes are those of git-fast-import(1). */
export function nameEntry(mode: string, bytes: Uint8Array): { readonly path: string; readonly kind: EntryKind } {
  let path: string;
  try {
    path = decoder.decode(bytes);
  } catch {
    return { path: new TextDecoder().decode(bytes), kind: 'unnameable' };
  }
  if (mode === '120000') return { path, kind: 'symlink' };
  return { path, kind: mode === '160000' ? 'submodule' : 'file' };
}
