const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Three digits and decimal units, as file managers and download pages have them: `5.68 GB`. `language`: a BCP 47 tag. */
export function formatBytes(bytes: number, language: string): string {
  // What rounds to 1000 of a unit is 1 of the next.
  const index = Math.min(Math.max(Math.floor(Math.log10(bytes * 1.0005) / 3), 0), units.length - 1);
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[index] ?? 'byte',
    maximumSignificantDigits: 3,
  });
  return format.format(bytes / 1000 ** index);
}
