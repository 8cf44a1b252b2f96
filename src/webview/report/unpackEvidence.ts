import type { Evidence, EvidencePlace } from '../../benchmark/report/evidencePack.ts';

/** Text of packs that came after the page was made. */
const newer = new Map<number, string>();
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

/** The run has gone on: what was packed before is kept where it is the same. */
export function replacePacks(packs: readonly string[]): void {
  for (const [pack, text] of packs.entries()) {
    if (textOf(pack) === text) continue;
    newer.set(pack, text);
    opened.delete(pack);
  }
}

function textOf(pack: number): string {
  return newer.get(pack) ?? document.getElementById(`evidence-${pack}`)?.textContent ?? '';
}

async function unpack(pack: number): Promise<readonly Evidence[]> {
  const bytes = Uint8Array.from(atob(textOf(pack)), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  // Written by the same build that reads it.
  return (await new Response(stream).json()) as readonly Evidence[];
}
