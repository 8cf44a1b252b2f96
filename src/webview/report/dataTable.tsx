import type { ComponentChildren } from 'preact';

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

export function DataTable({ caption, columns, rows }: DataTableProps) {
  return (
    <div class="scrolling" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The numbers behind a picture, a click away. */
export function TableBehind(table: DataTableProps) {
  return (
    <details class="table">
      <summary>Table: {table.caption}</summary>
      <DataTable {...table} />
    </details>
  );
}
