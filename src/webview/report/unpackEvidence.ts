import type { Evidence, EvidencePlace } from '../../benchmark/report/evidencePack.ts';

const opened = new Map<number, Promise<readonly Evidence[]>>();

/** `undefined`: the file is cut short or was changed. A pack is unpacked once. */
export async function unpackEvidence({ pack, index }: EvidencePlace): Promise<Evidence | undefined> {
  const unpacked = opened.get(pack) ?? unpack(pack);
  opened.set(pack, unpacked);
  try {
    return (await unpacked)[index];
  } catch {
    return undefined;
  }
}

async function unpack(pack: number): Promise<readonly Evidence[]> {
  const text = document.getElementById(`evidence-${pack}`)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  // Written by the same build that reads it.
  return (await new Response(stream).json()) as readonly Evidence[];
}
