import { unsupported } from './refusal.ts';

/** By name of a parameter that is not to be had: the values that ask for nothing. */
export type NeutralValues = Readonly<Record<string, readonly unknown[]>>;

/**
 * Refuses what would change the answer and is not done here, however usual it is. Absent and null always ask for
 * nothing; a parameter that is not in the table is nobody's business.
 */
export function refuseUnsupported(body: Readonly<Record<string, unknown>>, neutral: NeutralValues): void {
  for (const [name, values] of Object.entries(neutral)) {
    const given = body[name];
    if (given === undefined || given === null || values.includes(given) || isEmpty(given)) continue;
    throw unsupported(name, 'is not supported by this server');
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
