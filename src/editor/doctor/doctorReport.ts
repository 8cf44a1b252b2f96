import type { ErrorDescription } from '../errors/errorDescription.ts';

/** What Parity: Doctor found, ready to be written down. Texts are in the user's language and may hold foreign words. */
export interface DoctorReport {
  readonly sections: readonly DoctorSection[];
  /** The user ended it before all checks were made. */
  readonly isCut: boolean;
}

export interface DoctorSection {
  readonly title: string;
  readonly rows: readonly DoctorRow[];
}

export interface DoctorRow {
  readonly verdict: Verdict;
  readonly label: string;
  readonly text: string;
  /** What to do about it: every problem has one. */
  readonly fix?: Fix;
}

/** `works`: as it should be. `note`: worth knowing, nothing to mend. `unchecked`: not found out, and why is in the text. */
export type Verdict = 'works' | 'note' | 'problem' | 'unchecked';

export interface Fix {
  readonly text: string;
  /** The same as a click. */
  readonly step?: NonNullable<ErrorDescription['step']>;
}

export function works(label: string, text: string): DoctorRow {
  return { verdict: 'works', label, text };
}

export function note(label: string, text: string): DoctorRow {
  return { verdict: 'note', label, text };
}

export function unchecked(label: string, text: string): DoctorRow {
  return { verdict: 'unchecked', label, text };
}

export function problem(label: string, text: string, fix: Fix): DoctorRow {
  return { verdict: 'problem', label, text, fix };
}

/** Each once, also when several checks came upon it. */
export function problemsOf({ sections }: DoctorReport): readonly DoctorRow[] {
  const problems = sections.flatMap(({ rows }) => rows.filter(({ verdict }) => verdict === 'problem'));
  return problems.filter(({ text }, index) => problems.findIndex((other) => other.text === text) === index);
}
