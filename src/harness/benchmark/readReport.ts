import { makeReport, type Report } from '../../benchmark/report/makeReport.ts';
import type { PublishedScore } from '../../benchmark/report/publishedScore.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { statedScores } from '../../models/catalogue/statedScores.ts';
import { readRunFolder } from '../run/runFolder.ts';

/** The report of a run as it is now, with what is published of its models, and what it is made of. */
export async function readReport(
  folder: string,
): Promise<{ readonly report: Report; readonly source: Awaited<ReturnType<typeof readRunFolder>> }> {
  const source = await readRunFolder(folder);
  const published = source.run.engines.flatMap(publishedScores);
  return { report: await makeReport({ ...source, published }, new Date().toISOString()), source };
}

function publishedScores({ id, model, quantization }: EngineRecord): readonly PublishedScore[] {
  return statedScores(model).map((stated) => ({
    ...stated,
    engineId: id,
    caveat:
      quantization === undefined ? stated.caveat : `${stated.caveat} Of the full weights, not of ${quantization}.`,
  }));
}
