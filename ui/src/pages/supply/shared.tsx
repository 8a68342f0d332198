// What the pages of supply share: names, amounts with their unit, who may, and doing an act with its receipt.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { do_act, type Sealed } from '../../act';
import { useAnswer, type Problem } from '../../api';
import type { Json } from '../../bytes';
import type { BodyPage, PersonPage } from '../../data';
import { me } from '../../keys';
import { Trouble } from '../../parts';
import { Link, part } from '../../router';
import { T, has, number, t } from '../../text';
import { trouble_of } from '../decision';
import type { Good, Outlet } from './data';

export const at = (body: string, more = ''): string => `/supply/${part(body)}${more}`;
export const api = (body: string, more: string): string => `/api/supply/${part(body)}${more}`;

const useGoods = (body: string) => useAnswer<{ goods: Good[] }>(api(body, '/goods')).data?.goods ?? [];
export const useOutlets = (body: string) => useAnswer<{ outlets: Outlet[] }>(api(body, '/outlets')).data?.outlets ?? [];

export interface Names {
  goods: Good[];
  outlets: Outlet[];
  good: (id: string) => string;
  place: (id: string) => string;
  unit: (good: string) => string;
}

// What people call a body's goods and places; the id where a place is none of its own.
export function useNames(body: string): Names {
  const goods = useGoods(body), outlets = useOutlets(body);
  return {
    goods,
    outlets,
    good: (id) => goods.find((one) => one.good === id)?.name ?? id,
    place: (id) => outlets.find((one) => one.outlet === id)?.name ?? id,
    unit: (id) => goods.find((one) => one.good === id)?.unit ?? '',
  };
}

// "half litre": the words of well-known units; others are said as the book says them.
export function unit_word(unit: string, amount: number): string {
  const key = unit.replace(/ /g, '_');
  if (!has(`unit.one.${key}`)) return unit;
  return amount === 1 ? t(`unit.one.${key}` as 'unit.one.loaf') : t(`unit.many.${key}` as 'unit.many.loaf');
}

export const units = (amount: number, unit: string | undefined): string => number(amount) + (unit ? ' ' + unit_word(unit, amount) : '');

// Short is what lacks a hundredth or more: a unit that is left over where shares do not come out even needs no decision.
export const is_short = (given: number, claimed: number): boolean => claimed > 0 && 100 * (claimed - given) >= claimed;

// A part of the whole as a bar; the figures stand beside it.
export function Bar(props: { of: number; whole: number }) {
  const full = props.whole > 0 ? Math.min(1, props.of / props.whole) : 1;
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="8" />
      <rect class={is_short(props.of, props.whole) ? 'less' : 'all'} width={Math.floor(full * 1000) / 10} height="8" />
    </svg>
  );
}

export function Scrolls(props: { label: string; children: ComponentChildren }) {
  return <div class="wide" tabIndex={0} role="region" aria-label={props.label}><table>{props.children}</table></div>;
}

export interface Rights {
  officer: boolean; // the secretary or who holds the office `supply`
  enters: boolean; // that, or a teller
  serves: boolean; // that, or keeper of one of its places
  member: boolean; // on the body's roll
  keeps: (place: string) => boolean;
}

// What the pages offer to whoever holds this browser's key; the node decides.
export function useRights(body: string): Rights {
  const who = me.value?.person ?? '';
  const officers = useAnswer<BodyPage>(`/api/bodies/${part(body)}`).data?.officers ?? [];
  const rolls = useAnswer<PersonPage>(who ? `/api/people/${part(who)}/mandates` : `/api/bodies/${part(body)}`).data?.rolls ?? [];
  const outlets = useOutlets(body);
  const holds = (...offices: string[]) => !!who && officers.some((one) => one.person === who && offices.includes(one.office));
  return {
    officer: holds('secretary', 'supply'),
    enters: holds('secretary', 'supply', 'teller'),
    serves: holds('secretary', 'supply', 'teller') || (!!who && outlets.some((one) => (one.keepers ?? '').split(' ').includes(who))),
    member: rolls.some((one) => one.body === body),
    keeps: (place) => !!who && outlets.some((one) => one.outlet === place && (one.keepers ?? '').split(' ').includes(who)),
  };
}

export interface Doing {
  busy: boolean;
  problem: Problem | null;
  entry: number | null;
  run: (kind: string, fields: { [key: string]: Json }, title: string, sealed?: Sealed[]) => Promise<boolean>;
  again: () => void;
}

export function useDoing(): Doing {
  const [busy, set_busy] = useState(false), [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null);
  const run: Doing['run'] = async (kind, fields, title, sealed) => {
    if (busy) return false;
    set_busy(true);
    set_problem(null);
    let done = false;
    try {
      set_entry((await do_act(kind, fields, title, sealed)).entry);
      done = true;
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
    return done;
  };
  return { busy, problem, entry, run, again: () => set_entry(null) };
}

// A form whose act is in the book shows where; before, what is wrong with it.
export function Done(props: { of: Doing; children: ComponentChildren; more?: ComponentChildren }) {
  const { entry, problem } = props.of;
  if (entry !== null)
    return (
      <div class="received" role="status">
        <p><strong><T k="supply.received" places={{ entry: <Link to={'/book/' + entry}>{number(entry)}</Link> }} /></strong></p>
        <p><Link to="/me">{t('receipt.see')}</Link></p>
        {props.more}
      </div>
    );
  return (
    <>
      {problem && <Trouble problem={problem} />}
      {props.children}
    </>
  );
}

export const nfc = (text: string): string => text.trim().normalize('NFC');
export const today = (): string => new Date().toISOString().slice(0, 10);
