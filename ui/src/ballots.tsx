// Ballots: an order, everybody approved, one name. An order is made by buttons alone: no dragging, the same by touch, keyboard and screen reader.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Json } from './bytes';
import { t } from './text';

export interface Option {
  id: string;
  name: string;
  of?: string | undefined; // its list, or what else tells it apart
}
export type BallotKind = 'ranked' | 'approval' | 'one' | 'list' | 'yes-no';

// Who is ranked, in order; `equal`: as high as the one before.
export interface Ranked {
  id: string;
  equal: boolean;
}

// What an act's field `for` says of it: a rank is one name or a list of equal ones.
export function ranks_of(order: Ranked[]): Json[] {
  const ranks: string[][] = [];
  for (const { id, equal } of order) {
    const last = ranks.at(-1);
    if (equal && last) last.push(id);
    else ranks.push([id]);
  }
  return ranks.map((rank) => (rank.length === 1 ? (rank[0] as string) : rank));
}

// The number that each rank has for its reader: equal ones share it.
export function numbers_of(order: Ranked[]): number[] {
  let number = 0;
  return order.map((one, i) => (one.equal && i ? number : (number = i + 1)));
}

// "ana>bea=carla", as the book keeps it, with names; where nothing is ranked the order says nothing.
export const marks_in_words = (marks: string, name: (id: string) => string, kind: BallotKind = 'ranked'): string =>
  marks ? marks.split('>').map((rank) => rank.split('=').map((id) => (id === '-' ? '—' : name(id))).join(' = ')).join(kind === 'ranked' ? ' › ' : ', ') : t('ballot.blank');

export function Ranking(props: { options: Option[]; order: Ranked[]; set: (order: Ranked[]) => void; equal?: boolean; legend: string }) {
  const { options, order, set } = props, [said, say] = useState('');
  const frame = useRef<HTMLFieldSetElement>(null), focus = useRef('');
  const name = (id: string) => options.find((one) => one.id === id)?.name ?? id;
  const left = options.filter((option) => !order.some((one) => one.id === option.id)), numbers = numbers_of(order);
  useEffect(() => {
    if (focus.current) (frame.current?.querySelector<HTMLElement>(`[data-act="${focus.current}"]`) ?? frame.current?.querySelector<HTMLElement>('button'))?.focus();
    focus.current = '';
  });
  // After each change the focus stays where the hand is, and the change is said.
  const change = (next: Ranked[], id: string, then: string) => {
    if (next[0]) next[0] = { ...next[0], equal: false };
    const at = next.findIndex((one) => one.id === id);
    focus.current = then;
    say(at < 0 ? t('rank.off', { name: name(id) }) : t('rank.is', { name: name(id), n: numbers_of(next)[at] ?? 0, of: options.length }));
    set(next);
  };
  const place = (id: string) => {
    const i = left.findIndex((one) => one.id === id), next = left[i + 1] ?? left[i - 1];
    change([...order, { id, equal: false }], id, next ? 'place-' + next.id : 'up-' + id);
  };
  const move = (i: number, by: -1 | 1) => {
    const next = [...order], one = next[i] as Ranked, other = next[i + by];
    if (!other) return;
    next[i] = other;
    next[i + by] = one;
    change(next, one.id, (by < 0 ? 'up-' : 'down-') + one.id);
  };
  const take = (i: number) => {
    const id = (order[i] as Ranked).id;
    change(order.filter((_, at) => at !== i), id, 'place-' + id);
  };
  const level = (i: number) => {
    const one = order[i] as Ranked;
    change(order.map((other, at) => (at === i ? { ...other, equal: !other.equal } : other)), one.id, 'equal-' + one.id);
  };
  return (
    <fieldset class="ranking" ref={frame}>
      <legend>{props.legend}</legend>
      <p class="quiet">{t('rank.how')}</p>
      {order.length > 0 && (
        <ol class="ordered" aria-label={t('rank.yours')}>
          {order.map((one, i) => (
            <li key={one.id} data-option={one.id}>
              <span class="place">{numbers[i]}</span>
              <span class="name">{name(one.id)}{one.equal && <span class="quiet"> {t('rank.equal')}</span>}</span>
              <span class="moves">
                {props.equal && i > 0 && (
                  <button type="button" class="plain" data-act={'equal-' + one.id} aria-pressed={one.equal} aria-label={t('rank.level', { name: name(one.id) })} onClick={() => level(i)}>=</button>
                )}
                <button type="button" class="plain" data-act={'up-' + one.id} aria-disabled={i === 0} aria-label={t('rank.up', { name: name(one.id) })} onClick={() => move(i, -1)}>↑</button>
                <button type="button" class="plain" data-act={'down-' + one.id} aria-disabled={i === order.length - 1} aria-label={t('rank.down', { name: name(one.id) })} onClick={() => move(i, 1)}>↓</button>
                <button type="button" class="plain" data-act={'take-' + one.id} aria-label={t('rank.take', { name: name(one.id) })} onClick={() => take(i)}>×</button>
              </span>
            </li>
          ))}
        </ol>
      )}
      {left.length > 0 && (
        <ul class="unordered" aria-label={t('vote.unranked')}>
          {left.map((one) => (
            <li key={one.id}>
              <button type="button" class="plain" data-act={'place-' + one.id} aria-label={t('rank.place', { name: one.name, n: order.length + 1 })} onClick={() => place(one.id)}>
                {one.name}{one.of && <span class="quiet"> {one.of}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="unseen" role="status">{said}</p>
    </fieldset>
  );
}

// One of several, or any number of them.
export function Picking(props: { options: Option[]; many: boolean; picked: string[]; set: (picked: string[]) => void; legend: string }) {
  const { picked } = props;
  const pick = (id: string) => props.set(!props.many ? [id] : picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.options.map((one) => (
        <label class="choice" key={one.id}>
          <input type={props.many ? 'checkbox' : 'radio'} name="ballot" value={one.id} checked={picked.includes(one.id)} onChange={() => pick(one.id)} />
          <span>{one.name}{one.of && <span class="quiet"> {one.of}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface Ballot {
  order: Ranked[];
  picked: string[];
}
export const EMPTY: Ballot = { order: [], picked: [] };

// As an act's field `for` says it; null: nothing was chosen.
export function said_of(kind: BallotKind, ballot: Ballot): Json[] | null {
  if (kind === 'ranked') return ballot.order.length ? ranks_of(ballot.order) : null;
  if (!ballot.picked.length) return null;
  return kind === 'approval' && ballot.picked.length > 1 ? [ballot.picked] : [ballot.picked[0] as string];
}

export function BallotForm(props: { kind: BallotKind; options: Option[]; ballot: Ballot; set: (ballot: Ballot) => void; equal?: boolean }) {
  const { kind, options, ballot, set } = props;
  if (kind === 'ranked')
    return <Ranking options={options} order={ballot.order} set={(order) => set({ ...ballot, order })} equal={props.equal ?? false} legend={t('ballot.how.ranked')} />;
  return <Picking options={options} many={kind === 'approval'} picked={ballot.picked} set={(picked) => set({ ...ballot, picked })} legend={t(`ballot.how.${kind}`)} />;
}
