// What a household had and has left: the node's lines and this device's own, merged as docs/supply.md merges logs.
import type { Back, Counter, Line, Queued } from './store';

export interface Standing {
  good: string;
  name: string;
  unit: string;
  to_have: number;
  drawn: number;
  returned: number;
  left: number;
  over: number;
}
export interface Over extends Standing {
  household: string;
  lines: Line[];
}

const name_of = (one: Line): string => [one.point, one.number, one.household, one.good, one.quantity].join(' ');
const is_paper = (point: string): boolean => /^[^/]*\/paper/.test(point);

function add<A>(to: Map<string, A[]>, key: string, one: A): void {
  const list = to.get(key);
  if (list) list.push(one);
  else to.set(key, [one]);
}

export class Ledger {
  private amounts = new Map<string, number[]>();
  private cards = new Map<string, string>();
  private lines = new Map<string, Line[]>(); // by household
  private returns = new Map<string, Back[]>();

  constructor(readonly counter: Counter, acts: Queued[]) {
    for (const { household, to_have } of counter.households) this.amounts.set(household, to_have);
    for (const { card, household } of counter.cards) this.cards.set(card, household);
    for (const one of Ledger.all_lines(counter, acts)) add(this.lines, this.stands(one.household), one);
    const known = new Set(counter.returned.map((one) => one.entry));
    const ours = acts.flatMap(({ back, entry }) => (back && back.cycle === counter.cycle && !known.has(entry ?? -1) ? [back] : []));
    for (const one of counter.returned.concat(ours)) add(this.returns, this.stands(one.household), one);
  }

  // The set of distinct lines of the cycle: those the node has, and those noted here that it has not shown yet.
  private static all_lines(counter: Counter, acts: Queued[]): Line[] {
    const all = new Map(counter.draws.map((one) => [name_of(one), one]));
    for (const act of acts)
      for (const { point, seq, cycle, household, good, qty } of act.lines) {
        const one: Line = { point, number: seq, household, good, quantity: qty, outlet: counter.outlet, time: act.made };
        if (cycle === counter.cycle && !all.has(name_of(one))) all.set(name_of(one), one);
      }
    return [...all.values()];
  }

  private stands = (card: string): string => this.cards.get(card) ?? card;

  // As which household a card is served; undefined: none of this outlet.
  served_as(card: string): string | undefined {
    const stands = this.stands(card);
    return this.amounts.has(stands) ? stands : undefined;
  }

  // Lines of one card, outlet, good and quantity count as often as they stand in devices, or on paper, whichever is more.
  private drawn(household: string, good: string): number {
    const groups = new Map<string, { quantity: number; paper: number; device: number }>();
    for (const one of this.lines.get(household) ?? []) {
      if (one.good !== good) continue;
      const key = [one.household, one.outlet, one.quantity].join(' '), group = groups.get(key) ?? { quantity: one.quantity, paper: 0, device: 0 };
      group[is_paper(one.point) ? 'paper' : 'device']++;
      groups.set(key, group);
    }
    return [...groups.values()].reduce((sum, one) => sum + one.quantity * Math.max(one.paper, one.device), 0);
  }

  // Of each good what the household is to have, had and has left. Of a card that is not of this outlet: what it drew, as far as is known here.
  standing(household: string): Standing[] {
    return this.counter.goods.map(({ good, name, unit }, i) => {
      const to_have = this.amounts.get(household)?.[i] ?? 0, drawn = this.drawn(household, good);
      const returned = (this.returns.get(household) ?? []).reduce((sum, one) => sum + (one.good === good ? one.amount : 0), 0);
      const kept = Math.max(0, drawn - returned);
      return { good, name, unit, to_have, drawn, returned, left: Math.max(0, to_have - kept), over: Math.max(0, kept - to_have) };
    });
  }

  // What people must ask about: households that had more of a good than they were to have, some of it here.
  over_drawn(): Over[] {
    const all: Over[] = [];
    for (const [household, lines] of this.lines)
      if (lines.some((one) => one.outlet === this.counter.outlet))
        for (const one of this.standing(household))
          if (one.over) all.push({ ...one, household, lines: lines.filter((line) => line.good === one.good) });
    return all.sort((a, b) => (a.household + a.good < b.household + b.good ? -1 : 1));
  }
}

// Damm's check digit (src/supply/token.c): whether a card's number was copied well.
const STEP = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];
export const check_digit = (digits: string): number => [...digits].reduce((state, digit) => Number(STEP[state]?.[Number(digit)]), 0);
export const token_fits = (token: string): boolean => /^\d{2,20}$/.test(token) && check_digit(token) === 0;
