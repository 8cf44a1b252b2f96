import { useId, useMemo, useState } from 'preact/hooks';
import type { DailyUse } from '../../benchmark/cost/payback.ts';
import {
  apiKeys,
  commonKeys,
  enteredMachine,
  enteredRates,
  enteredUse,
  type Entered,
  type FieldKey,
  fields,
  machineKeys,
  readNumber,
} from '../../benchmark/report/assumptions.ts';
import type { Assumption, BreakEvenForm } from '../../benchmark/report/breakEvenForm.ts';
import { BreakEvenResult, type PaybackRow, paybackRow, paybackSentence } from './breakEvenResult.tsx';
import { NumberField, startText } from './numberField.tsx';

type Typed = Readonly<Record<string, string>>;

/** From when own hardware costs less than each API. Every assumption can be changed, and all is reckoned again here. */
export function BreakEvenSection({ form }: { readonly form: BreakEvenForm }) {
  const [typed, setTyped] = useState<Typed>({});
  const [use, setUse] = useState<DailyUse['kind']>('tokens');
  const [machineIndex, setMachine] = useState(0);
  const [said, setSaid] = useState('');
  const useName = useId();
  const machine = form.machines[machineIndex] ?? form.machines[0];
  const rowsOf = (now: { readonly typed: Typed; readonly use: DailyUse['kind']; readonly index: number }) =>
    reckon(form, now);
  // The chart is drawn again only when something was entered, not when it is announced.
  const rows = useMemo(() => reckon(form, { typed, use, index: machineIndex }), [form, typed, use, machineIndex]);
  // What changes while one types is seen; a screen reader is told when one is done.
  const announce = (changes: Partial<Parameters<typeof rowsOf>[0]> = {}): void =>
    setSaid(
      rowsOf({ typed, use, index: machineIndex, ...changes })
        .map(paybackSentence)
        .join(' '),
    );
  const field = (scope: string, key: FieldKey, start: Assumption) => (
    <NumberField
      key={`${scope} ${key}`}
      field={fields[key]}
      start={start}
      typed={typed[`${scope} ${key}`]}
      onType={(text) => setTyped({ ...typed, [`${scope} ${key}`]: text })}
      onSettle={() => announce()}
    />
  );
  const useKey = use === 'tokens' ? 'tokensPerDay' : 'hoursPerDay';
  const choose = (kind: DailyUse['kind']): void => {
    setUse(kind);
    announce({ use: kind });
  };
  return (
    <section>
      <h2>When own hardware pays</h2>
      <p>
        An API costs by the token; a machine of one’s own costs its price, spread over its years, and its power. Above a
        certain number of tokens a day the machine is cheaper. Change what does not fit: everything is reckoned again in
        this page, and nothing is sent.
      </p>
      <BreakEvenResult rows={rows} />
      <p class="unseen" role="status">
        {said}
      </p>
      <form
        class="assumptions"
        aria-label="Assumptions of the break-even"
        onSubmit={(event) => {
          event.preventDefault();
          announce();
        }}
      >
        <fieldset>
          <legend>Own hardware</legend>
          {form.machines.length < 2 ? (
            <p class="quiet">{machine.label}</p>
          ) : (
            <label>
              Which engine{' '}
              <select
                value={machineIndex}
                onChange={({ currentTarget }) => {
                  const index = Number(currentTarget.value);
                  setMachine(index);
                  announce({ index });
                }}
              >
                {form.machines.map(({ label }, index) => (
                  <option key={index} value={index}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          )}
          {commonKeys.map((key) => field('common', key, form[key]))}
          {machineKeys.map((key) => field(`machine ${machineIndex}`, key, machine[key]))}
        </fieldset>
        <fieldset>
          <legend>Your use</legend>
          <div role="radiogroup" aria-label="Counted in">
            {(['tokens', 'hours'] as const).map((kind) => (
              <label key={kind}>
                <input type="radio" name={useName} checked={use === kind} onChange={() => choose(kind)} />{' '}
                {kind === 'tokens' ? 'Tokens a day' : 'Hours a day'}
              </label>
            ))}
          </div>
          {field('use', useKey, form[useKey])}
        </fieldset>
        {form.apis.map((api, index) => (
          <fieldset key={index}>
            <legend>{api.label}</legend>
            {apiKeys.map((key) => field(`api ${index}`, key, api[key]))}
          </fieldset>
        ))}
        <div>
          <button
            type="button"
            onClick={() => {
              setTyped({});
              setUse('tokens');
              setSaid(
                `Back to the start. ${rowsOf({ typed: {}, use: 'tokens', index: machineIndex }).map(paybackSentence).join(' ')}`,
              );
            }}
          >
            Reset assumptions
          </button>
        </div>
      </form>
    </section>
  );
}

function reckon(
  form: BreakEvenForm,
  { typed, use, index }: { readonly typed: Typed; readonly use: DailyUse['kind']; readonly index: number },
): readonly PaybackRow[] {
  const machine = form.machines[index] ?? form.machines[0];
  const read = (scope: string, key: FieldKey, start: Assumption): Entered => {
    const reading = readNumber(typed[`${scope} ${key}`] ?? startText(start), fields[key]);
    return reading.kind === 'number' ? { [key]: reading.value } : {};
  };
  const collect = (parts: readonly Entered[]): Entered => Object.assign({}, ...parts) as Entered;
  const own = enteredMachine(
    collect([
      ...commonKeys.map((key) => read('common', key, form[key])),
      ...machineKeys.map((key) => read(`machine ${index}`, key, machine[key])),
    ]),
  );
  const useKey = use === 'tokens' ? 'tokensPerDay' : 'hoursPerDay';
  const daily = enteredUse(use, read('use', useKey, form[useKey]));
  return form.apis.map((api, place) => {
    const rates = enteredRates(collect(apiKeys.map((key) => read(`api ${place}`, key, api[key]))));
    return paybackRow(api.label, { own, rates, daily });
  });
}
