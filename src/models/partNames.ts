/** The names of all parts of a split model (llama.cpp's `gguf-split`), or the one name of a model that is not split. */
export function partNames(name: string): string[] {
  const [, stem, , count] = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(name) ?? [];
  if (stem === undefined || count === undefined) return [name];
  return Array.from(
    { length: Number(count) },
    (_, part) => `${stem}-${String(part + 1).padStart(5, '0')}-of-${count}.gguf`,
  );
}
