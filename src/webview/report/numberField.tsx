import { useId } from 'preact/hooks';
import { type Field, readNumber } from '../../benchmark/report/assumptions.ts';
import type { Assumption } from '../../benchmark/report/breakEvenForm.ts';

interface NumberFieldProps {
  readonly field: Field;
  readonly start: Assumption;
  /** As it stands in the box; undefined: as it was at the start. */
  readonly typed: string | undefined;
  onType(text: string): void;
  /** Left, or Enter was pressed. */
  onSettle(): void;
}

/** A number that can be changed, with where it comes from, and what is wrong with what was typed. */
export function NumberField({ field, start, typed, onType, onSettle }: NumberFieldProps) {
  const id = useId();
  const text = typed ?? startText(start);
  const reading = readNumber(text, field);
  const isChanged = typed !== undefined && typed !== startText(start);
  // What was not known from the start is no mistake of anyone's.
  const isOpen = typed === undefined && start.value === null;
  const problem = reading.kind === 'problem' && !isOpen ? reading.message : undefined;
  return (
    <div class="field">
      <label for={id}>{field.label}</label>
      <span class="entry">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={text}
          aria-describedby={`${id}-about`}
          aria-invalid={problem !== undefined}
          onInput={({ currentTarget }) => onType(currentTarget.value)}
          onChange={onSettle}
        />{' '}
        {field.unit}
      </span>
      <span id={`${id}-about`} class="about">
        {problem === undefined ? null : <strong class="problem">{problem} </strong>}
        <span class="quiet">{isChanged ? `yours; before: ${basisText(start)}` : basisText(start)}</span>
      </span>
    </div>
  );
}

export function startText({ value }: Assumption): string {
  return value === null ? '' : String(value);
}

function basisText({ value, basis, source }: Assumption): string {
  return value === null ? `not known: ${source}` : `${value} ${basis}: ${source}`;
}
