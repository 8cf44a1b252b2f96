import data from './catalogue.json' with { type: 'json' };
import { type Catalogue, type CatalogueModel, type CatalogueQuant, catalogueSchema } from './catalogueSchema.ts';

let read: Catalogue | undefined;

/** What models there are, by our knowledge of `checked`. It is data: a newer release replaces catalogue.json and nothing else. */
export function catalogue(): Catalogue {
  return (read ??= catalogueSchema.parse(data));
}

/** Of all parts together; `undefined` when one is unknown. */
export function quantBytes({ files }: CatalogueQuant): number | undefined {
  let sum = 0;
  for (const { bytes } of files) {
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** Does it come from after Qwen 3.5? */
export function isNewer({ family }: CatalogueModel): boolean {
  return family !== 'qwen3.5';
}
