// Households, card by card, for those who serve them: the list, enrolling one, and one's own page with what it is to have, and its changes. Names and door
// go sealed beside the act; whoever is no officer of supply sees tokens and numbers alone, a visitor nothing.
import { useState } from 'preact/hooks';
import { seal, type Sealed } from '../../act';
import { useAnswer } from '../../api';
import type { Json } from '../../bytes';
import { check_digit } from '../../counter/sums';
import { Page, Section, Shown } from '../../parts';
import { Link, part } from '../../router';
import { T, Time, days, has, number, t } from '../../text';
import type { Household, Households } from './data';
import { Done, Scrolls, api, at, nfc, unit_word, useDoing, useNames, useRights, type Names } from './shared';

const SHOWN = 100; // cards in the list before "more"

// The numbers of docs/supply.md that are asked first; others stand in the book as they were entered.
const NUMBERS = ['infants', 'under_15', 'over_65', 'pregnant', 'nursing', 'ill', 'diabetic', 'coeliac'] as const;

export function number_word(name: string): string {
  const [, way, age] = /^(under|over)_(\d+)$/.exec(name) ?? [];
  if (way === 'under') return t('number.under', { n: age ?? '' });
  if (way === 'over') return t('number.over', { n: age ?? '' });
  return has(`number.${name}`) ? t(`number.${name}` as 'number.ill') : name;
}

const numbers_text = (numbers: Record<string, number> | undefined): string =>
  Object.entries(numbers ?? {}).map(([name, count]) => `${number_word(name)}: ${number(count)}`).join(' · ');

// The next card: one more than the highest that was ever given out, with its check digit.
export function next_card(highest = '100008'): string {
  const digits = String(Number(highest.slice(0, -1)) + 1).padStart(highest.length - 1, '0');
  return digits + check_digit(digits);
}

function Numbers(props: { of: Record<string, string>; set: (numbers: Record<string, string>) => void }) {
  return (
    <fieldset>
      <legend>{t('enrol.numbers')}</legend>
      <div class="taps">
        {NUMBERS.map((name) => (
          <p class="field" key={name}>
            <label for={'n-' + name}>{number_word(name)}</label>
            <input id={'n-' + name} type="number" min={0} max={100} value={props.of[name] ?? ''} onInput={(event) => props.set({ ...props.of, [name]: event.currentTarget.value })} />
          </p>
        ))}
      </div>
    </fieldset>
  );
}

const counted = (numbers: Record<string, string>): { [key: string]: Json } =>
  Object.fromEntries(Object.entries(numbers).filter(([, count]) => Number(count) > 0).map(([name, count]) => [name, Number(count)]));

async function sealed_of(body: string, card: string, texts: Record<'names' | 'door', string>): Promise<{ fields: { [key: string]: Json }; sealed: Sealed[] }> {
  const fields: { [key: string]: Json } = {}, sealed: Sealed[] = [];
  for (const [name, text] of Object.entries(texts)) {
    if (!nfc(text)) continue;
    const one = await seal(`_${card}.${body}`, nfc(text));
    fields[name] = one.commitment;
    sealed.push(one.sealed);
  }
  return { fields, sealed };
}

function Enrol(props: { body: string; names: Names; highest: string | undefined }) {
  const { body, names } = props, doing = useDoing(), places = names.outlets.filter((one) => one.kind === 'outlet');
  const [card, set_card] = useState(() => next_card(props.highest)), [outlet, set_outlet] = useState(''), [size, set_size] = useState('');
  const [numbers, set_numbers] = useState<Record<string, string>>({}), [who, set_who] = useState(''), [door, set_door] = useState('');
  const chosen = outlet || (places[0]?.outlet ?? '');
  const sign = async (event: Event) => {
    event.preventDefault();
    const { fields, sealed } = await sealed_of(body, card, { names: who, door }), said = counted(numbers);
    const all = { body, household: card, outlet: chosen, size: Number(size), ...(Object.keys(said).length ? { numbers: said } : {}), ...fields };
    await doing.run('household_enrol', all, t('enrol.said', { card }), sealed);
  };
  return (
    <details>
      <summary>{t('enrol.title')}</summary>
      <Done of={doing} more={<p class="card-number" data-card={card}>{card}</p>}>
        <form onSubmit={(event) => void sign(event)}>
          <p class="field">
            <label for="enrol-card">{t('enrol.card')}</label>
            <input id="enrol-card" inputMode="numeric" required maxLength={20} value={card} onInput={(event) => set_card(event.currentTarget.value.replace(/\D/g, ''))} />
          </p>
          <p class="field">
            <label for="enrol-outlet">{t('enrol.outlet')}</label>
            <select id="enrol-outlet" value={chosen} onChange={(event) => set_outlet(event.currentTarget.value)}>{places.map((one) => <option key={one.outlet} value={one.outlet}>{one.name}</option>)}</select>
          </p>
          <p class="field"><label for="enrol-size">{t('enrol.size')}</label><input id="enrol-size" type="number" min={1} max={100} required value={size} onInput={(event) => set_size(event.currentTarget.value)} /></p>
          <Numbers of={numbers} set={set_numbers} />
          <p class="field"><label for="enrol-names">{t('enrol.names')}</label><input id="enrol-names" autocomplete="off" maxLength={400} value={who} onInput={(event) => set_who(event.currentTarget.value)} /></p>
          <p class="field"><label for="enrol-door">{t('enrol.door')}</label><input id="enrol-door" autocomplete="off" maxLength={200} value={door} onInput={(event) => set_door(event.currentTarget.value)} /></p>
          <p class="quiet">{t('enrol.sealed')}</p>
          <button type="submit" disabled={doing.busy || !size || !chosen}>{t('enrol.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

function Hidden() {
  return <p>{t('households.hidden')}</p>;
}

export function HouseholdsView(props: { body: string }) {
  const { body } = props, names = useNames(body), rights = useRights(body), [sought, set_sought] = useState(''), [most, set_most] = useState(SHOWN);
  return (
    <Page title={t('households.title')} over={<Link to={at(body)}>{t('supply')}</Link>} lead={t('households.lead')}>
      <Shown of={useAnswer<Households>(api(body, '/households'))}>
        {({ hidden, households = [], people = 0, highest }) => {
          if (hidden) return <Hidden />;
          const found = households.filter((one) => one.household.includes(sought.trim()) || names.place(one.outlet).toLowerCase().includes(sought.trim().toLowerCase()));
          return (
            <>
              <p data-count={households.length} data-people={people}>{t('households.count', { n: households.length, people })}</p>
              {rights.officer && names.outlets.length > 0 && <Enrol key={names.outlets.length} body={body} names={names} highest={highest} />}
              {rights.officer && <p><Link to={at(body, '/duplicates')}>{t('duplicates.see')}</Link></p>}
              <p class="field">
                <label for="sought">{t('households.search')}</label>
                <input id="sought" type="search" value={sought} onInput={(event) => set_sought(event.currentTarget.value)} />
              </p>
              <Scrolls label={t('households.title')}>
                <thead><tr><th scope="col">{t('households.card')}</th><th scope="col">{t('enrol.outlet')}</th><th scope="col" class="n">{t('households.members')}</th><th scope="col">{t('households.of')}</th></tr></thead>
                <tbody>
                  {found.slice(0, most).map((one) => (
                    <tr key={one.household} data-household={one.household} data-size={one.size}>
                      <th scope="row"><Link to={at(body, '/households/' + part(one.household))}>{one.household}</Link></th>
                      <td>{names.place(one.outlet)}</td><td class="n">{number(one.size)}</td><td>{numbers_text(one.numbers)}</td>
                    </tr>
                  ))}
                </tbody>
              </Scrolls>
              {found.length > most && <p><button type="button" class="plain" onClick={() => set_most(most + 5 * SHOWN)}>{t('councils.more', { n: Math.min(found.length - most, 5 * SHOWN) })}</button></p>}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

// ---- one -------------------------------------------------------------------------------------------------------------

function Changes(props: { body: string; of: Household; names: Names }) {
  const { body, of, names } = props, change = useDoing(), move = useDoing(), leave = useDoing(), household = of.household ?? '';
  const [size, set_size] = useState(String(of.size ?? '')), [outlet, set_outlet] = useState(of.outlet ?? '');
  const [numbers, set_numbers] = useState<Record<string, string>>(Object.fromEntries(Object.entries(of.numbers ?? {}).map(([name, count]) => [name, String(count)])));
  const say = (event: Event) => {
    event.preventDefault();
    void change.run('household_change', { body, household, size: Number(size), numbers: counted(numbers) }, t('household.said', { card: household }));
  };
  const go_there = (event: Event) => {
    event.preventDefault();
    void move.run('household_move', { body, household, outlet }, t('household.said', { card: household }));
  };
  return (
    <Section title={t('household.changes')}>
      <details>
        <summary>{t('household.change')}</summary>
        <Done of={change}>
          <form onSubmit={say}>
            <p class="field"><label for="size">{t('enrol.size')}</label><input id="size" type="number" min={1} max={100} required value={size} onInput={(event) => set_size(event.currentTarget.value)} /></p>
            <Numbers of={numbers} set={set_numbers} />
            <button type="submit" disabled={change.busy}>{t('household.change.sign')}</button>
          </form>
        </Done>
      </details>
      <details>
        <summary>{t('household.move')}</summary>
        <Done of={move}>
          <form onSubmit={go_there}>
            <p class="field">
              <label for="outlet">{t('enrol.outlet')}</label>
              <select id="outlet" value={outlet} onChange={(event) => set_outlet(event.currentTarget.value)}>
                {names.outlets.filter((one) => one.kind === 'outlet').map((one) => <option key={one.outlet} value={one.outlet}>{one.name}</option>)}
              </select>
            </p>
            <button type="submit" disabled={move.busy || outlet === of.outlet}>{t('household.move.sign')}</button>
          </form>
        </Done>
      </details>
      <details>
        <summary>{t('household.leave')}</summary>
        <Done of={leave}>
          <p>{t('household.leave.lead')}</p>
          <button type="button" disabled={leave.busy} onClick={() => void leave.run('household_leave', { body, household }, t('household.said', { card: household }))}>{t('household.leave.sign')}</button>
        </Done>
      </details>
    </Section>
  );
}

function CycleOf(props: { body: string; card: string; of: NonNullable<Household['cycles']>[number]; names: Names }) {
  const { of, names } = props;
  return (
    <section data-cycle={of.cycle}>
      <h3>
        {t('cycle.title', { cycle: String(of.cycle) })}, {days(of.from, of.to)}
      </h3>
      {of.goods.length > 0 && (
        <>
          <Scrolls label={t('cycle.title', { cycle: String(of.cycle) })}>
            <thead><tr><th scope="col">{t('cycle.good')}</th><th scope="col" class="n">{t('household.has')}</th><th scope="col" class="n">{t('household.drew')}</th><th scope="col" class="n">{t('household.leaves')}</th></tr></thead>
            <tbody>
              {of.goods.map((one) => (
                <tr key={one.good} data-good={one.good}>
                  <th scope="row">{names.good(one.good)} <span class="quiet">{unit_word(names.unit(one.good), 2)}</span></th>
                  <td class="n" data-key="ration" data-value={one.ration}>{number(one.ration)}</td>
                  <td class="n" data-key="drawn" data-value={one.drawn}>{number(one.drawn)}</td>
                  <td class="n" data-key="left" data-value={one.left}>{number(one.left)}</td>
                </tr>
              ))}
            </tbody>
          </Scrolls>
          <p><Link to={at(props.body, `/cycles/${of.cycle}/${part(props.card)}`)}>{t('household.reason')}</Link></p>
        </>
      )}
      {!of.goods.length && <p class="quiet">{t('cycle.unallocated')}</p>}
    </section>
  );
}

export function HouseholdView(props: { body: string; card: string }) {
  const { body, card } = props, names = useNames(body), rights = useRights(body);
  const over = <><Link to={at(body)}>{t('supply')}</Link>{' · '}<Link to={at(body, '/households')}>{t('households.title')}</Link></>;
  return (
    <Shown whole of={useAnswer<Household>(api(body, '/households/' + part(card)))}>
      {(one) => (
        <Page title={t('card.of', { card })} over={over}>
          {one.hidden && <Hidden />}
          {!one.hidden && !one.household && <p><strong>{t('household.gone')}</strong></p>}
          {one.household && (
            <Section title={t('household.stands')}>
              {one.household !== card && <p>{t('card.merged', { household: one.household })}</p>}
              <p class="large">{t('household.is', { outlet: names.place(one.outlet ?? ''), size: one.size ?? 0 })}</p>
              {Object.keys(one.numbers ?? {}).length > 0 && <p>{numbers_text(one.numbers)}</p>}
              {one.names && <p data-sealed="names"><strong>{one.names}</strong>{one.door && <>, {one.door}</>}</p>}
              {(one.cards ?? []).map((other) => (
                <p key={other.card}><T k="household.card" places={{ card: other.card, day: <Time at={other.heard} />, words: other.hearing }} /></p>
              ))}
            </Section>
          )}
          {one.cycles && <Section title={t('household.cycles')}>{one.cycles.map((cycle) => <CycleOf key={cycle.cycle} body={body} card={one.household ?? card} of={cycle} names={names} />)}</Section>}
          {one.household && rights.officer && names.outlets.length > 0 && <Changes key={one.household + one.outlet + one.size} body={body} of={one} names={names} />}
        </Page>
      )}
    </Shown>
  );
}
