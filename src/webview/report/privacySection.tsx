import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { DataTable } from './dataTable.tsx';

const count = new Intl.NumberFormat('en');

/** What of the repository went where. */
export function PrivacySection({ engines }: { readonly engines: readonly EngineSummary[] }) {
  const senders = engines.filter(({ engine }) => engine.place === 'remote');
  return (
    <section>
      <h2>What left the machine</h2>
      <p>
        {senders.length === 0
          ? 'Nothing of the repository left this machine.'
          : `Code of the repository went to ${senders.length === 1 ? 'one server' : `${senders.length} servers`}, in the prompts: nothing else was sent. What is kept of it there, this report cannot know.`}
      </p>
      <DataTable
        caption="Code sent"
        columns={['Engine', 'Requests', 'Sent', 'To']}
        rows={engines.map(({ engine, usage, lost, sentBytes }) => [
          engine.label,
          count.format(usage.requests + (lost?.requests ?? 0)),
          engine.place !== 'remote' ? 'nothing' : sentBytes === null ? 'not counted' : bytesText(sentBytes),
          engine.place === 'local'
            ? 'stays in this machine'
            : engine.place === 'this-machine'
              ? `a server on this machine (${hostOf(engine.url)})`
              : hostOf(engine.url),
        ])}
      />
    </section>
  );
}

function hostOf(url: string | undefined): string {
  if (url === undefined) return 'a server whose address was left out';
  return URL.canParse(url) ? new URL(url).host : url;
}

function bytesText(bytes: number): string {
  const exact = `${count.format(bytes)} bytes`;
  if (bytes < 10_000) return exact;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB (${exact})` : `${(bytes / 1e6).toFixed(1)} MB (${exact})`;
}
