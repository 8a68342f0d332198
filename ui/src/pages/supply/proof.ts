// A verifier of the published proof of an allocation, written from docs/supply-proof.md ("How to verify it") alone: form, hashes, flows, bounds, and
// that nothing could be fairer. It believes nobody: what it is given is the file's text.
import { canonical, hex, sha256, utf8, type Json } from '../../bytes';

export interface Verdict {
  wrong: string; // what does not hold; '' where all does
  hash: string; // SHA-256 of the whole file
  households: number;
  items: number;
  ration: (household: string, good: string, instead: string | null) => number | null;
}

interface Item { good: string; instead: string | null; unit: string }
interface Place { place: string; stock: [number, number][] }
interface OutletLine { from: number[]; outlet: string }
type Row = [item: number, weight: string, claim: string, floor: string, drawn: number];
interface Household { household: string; of: Row[]; outlet: number }
interface Seed { commitment: string | null; seed: string | null; seed_from: string }
interface Levels { item: number; levels: [number, string][]; place_level: number[] }
interface Flow { flow: [number, number][]; item: number; level: number; outlet: number }
interface Ration { household: string; ration: number[]; uncovered: number[] }
interface Head { body: string; cycle: number; items: number; places: number; outlets: number; households: number; rule: string; rule_version: number; proof: string; version: number }

interface Ratio { over: bigint; under: bigint }
interface Key { stage: number; level: Ratio; row: number; item: number }

const KEYS = {
  head: 'body cycle former households items number outlets places proof rule rule_version title version',
  item: 'good instead unit', place: 'place stock', outlet: 'from outlet', household: 'household of outlet', inputs: 'inputs',
  seed: 'commitment seed seed_from', levels: 'item levels place_level', flow: 'flow item level outlet', ration: 'household ration uncovered', end: 'sha256',
};

class Wrong extends Error {}
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Wrong(what);
};

const digest = async (text: string): Promise<string> => hex(await sha256(utf8(text)));

// The lines of the file, one after the other, each with its keys in canonical form.
class Lines {
  readonly lines: string[];
  at = 0;
  constructor(text: string) {
    must(text.endsWith('\n'), 'end');
    this.lines = text.slice(0, -1).split('\n');
  }
  next<A>(kind: keyof typeof KEYS): A {
    const line = this.lines[this.at++] ?? '';
    let value: Json = null;
    try {
      value = JSON.parse(line) as Json;
    } catch {
      // told below
    }
    must(value !== null && typeof value === 'object' && canonical(value) === line && Object.keys(value).sort().join(' ') === KEYS[kind], `line ${this.at}`);
    return value as A;
  }
  many<A>(kind: keyof typeof KEYS, count: number): A[] {
    return Array.from({ length: count }, () => this.next<A>(kind));
  }
  before(): string {
    return this.lines.slice(0, this.at).join('\n') + '\n';
  }
}

function ratio(text: string): Ratio {
  const [, over = '', under] = /^(0|[1-9]\d{0,18})(?:\/([1-9]\d{0,18}))?$/.exec(text) ?? [];
  must(over !== '' && under !== '1', `ratio ${text}`);
  return { over: BigInt(over), under: BigInt(under ?? '1') };
}
const whole = ({ over, under }: Ratio): number => Number(over / under);
const compare = (a: Ratio, b: Ratio): number => {
  const left = a.over * b.under, right = b.over * a.under;
  return left < right ? -1 : left > right ? 1 : 0;
};

interface Proof {
  head: Head;
  items: Item[];
  places: Place[];
  outlets: OutletLine[];
  households: Household[];
  seed: Seed;
  levels: Levels[];
  flows: Flow[][];
  rations: Ration[];
}

const ascending = (all: string[]): boolean => all.every((one, i) => !i || (all[i - 1] as string) < one);

async function read(text: string): Promise<Proof> {
  const lines = new Lines(text), head = lines.next<Head>('head');
  must(head.proof === 'cordon-allocation' && head.version === 1 && head.rule === 'floors-leximin-lots' && head.rule_version === 1, 'head');
  const items = lines.many<Item>('item', head.items), places = lines.many<Place>('place', head.places);
  const outlets = lines.many<OutletLine>('outlet', head.outlets), households = lines.many<Household>('household', head.households);
  const before = lines.before();
  must(lines.next<{ inputs: string }>('inputs').inputs === (await digest(before)), 'inputs');
  const seed = lines.next<Seed>('seed');
  must(seed.commitment === null || (seed.seed !== null && seed.commitment === (await digest(seed.seed))), 'commitment');
  const levels: Levels[] = [], flows: Flow[][] = [];
  for (let i = 0; i < head.items; i++) {
    levels.push(lines.next<Levels>('levels'));
    flows.push(lines.many<Flow>('flow', head.outlets));
  }
  const rations = lines.many<Ration>('ration', head.households), all = lines.before();
  must(lines.next<{ sha256: string }>('end').sha256 === (await digest(all)) && lines.at === lines.lines.length, 'hash');
  must(ascending(places.map((one) => one.place)) && ascending(outlets.map((one) => one.outlet)) && ascending(households.map((one) => one.household)), 'order');
  must(new Set(items.map((one) => one.good + '\n' + (one.instead ?? ''))).size === items.length, 'items');
  must(items.every((one) => one.instead === null || items.some((other) => other.good === one.instead && other.instead === null)), 'items');
  return { head, items, places, outlets, households, seed, levels, flows, rations };
}

const family = (item: Item): string => item.instead ?? item.good;

// A row of an item: what it had of the family, its bounds, and what it is given.
interface Given { outlet: number; household: number; had: number; drawn: number; floor: number; limit: number; weight: Ratio; x: number; uncovered: number }

function rows_of(p: Proof): Given[][] {
  const all: Given[][] = p.items.map(() => []);
  p.households.forEach((line, h) => {
    const ration = p.rations[h] as Ration;
    must(ration.household === line.household && ration.ration.length === line.of.length && ration.uncovered.length === line.of.length && line.outlet < p.outlets.length, line.household);
    line.of.forEach(([number, weight, claim, floor, drawn], k) => {
      const item = p.items[number] as Item, own = ration.ration[k] as number, uncovered = ration.uncovered[k] as number;
      let had = 0;
      line.of.forEach(([other, , , , before], j) => {
        if (j !== k && family(p.items[other] as Item) === family(item)) had += other < number ? (ration.ration[j] as number) : before;
      });
      const limit = Math.max(drawn, whole(ratio(claim)) - had), w = ratio(weight);
      must(w.over > 0n && drawn <= own && own <= limit && uncovered >= 0 && uncovered <= own && (!uncovered || own === drawn), line.household);
      (all[number] as Given[]).push({ outlet: line.outlet, household: h, had, drawn, floor: whole(ratio(floor)), limit, weight: w, x: own - uncovered, uncovered });
    });
  });
  return all;
}

const key_of = (row: Given, at: number, item: number, unit: number, uncovered: boolean): Key => ({
  stage: uncovered || unit <= row.drawn ? 0 : row.had + unit <= row.floor ? 1 : 2,
  level: { over: BigInt(row.had + unit) * row.weight.under, under: row.weight.over },
  row: at,
  item,
});

async function lot(p: Proof, item: Item, household: string): Promise<string> {
  const lines = ['cordon-supply-v1', p.seed.seed ?? '', p.head.body, String(p.head.cycle), item.good, item.instead ?? '', household];
  return digest(lines.map((line) => line + '\n').join(''));
}

// Whether a is larger than b in the full order; without a seed already without lots.
async function larger(p: Proof, rows: Given[], a: Key, b: Key): Promise<boolean> {
  const first = a.stage - b.stage || compare(a.level, b.level);
  if (first) return first > 0;
  if (p.seed.seed === null) return false;
  const item = p.items[a.item] as Item, of = (key: Key) => lot(p, item, (p.households[(rows[key.row] as Given).household] as Household).household);
  return (await of(a)) > (await of(b));
}

function check_flows(p: Proof, item: number, rows: Given[]): number[] {
  const levels = p.levels[item] as Levels, left = p.places.map((place) => place.stock.find(([one]) => one === item)?.[1] ?? 0);
  const served = p.outlets.map(() => 0);
  for (const row of rows) served[row.outlet] = (served[row.outlet] as number) + row.x;
  must(levels.item === item && levels.place_level.length === p.places.length && levels.levels.length > 0, 'levels');
  (p.flows[item] as Flow[]).forEach((line, o) => {
    const outlet = p.outlets[o] as OutletLine;
    must(line.item === item && line.outlet === o && line.level < levels.levels.length, 'flow');
    for (const [place, count] of line.flow) {
      must(count > 0 && outlet.from.includes(place) && line.level <= (levels.place_level[place] as number), 'flow');
      left[place] = (left[place] as number) - count;
      served[o] = (served[o] as number) - count;
    }
    must(outlet.from.every((place) => (levels.place_level[place] as number) <= line.level), 'flow');
  });
  must(left.every((one) => one >= 0) && served.every((one) => one === 0), 'flows');
  return left;
}

// Nothing could be fairer: no household's next unit comes before one that was given up to its level.
async function check_fairness(p: Proof, item: number, rows: Given[], left: number[]): Promise<void> {
  const { levels, place_level } = p.levels[item] as Levels, outlet_level = (p.flows[item] as Flow[]).map((line) => line.level);
  let most: Key | null = null;
  for (let g = 0; g < levels.length; g++) {
    const here = rows.map((row, at) => ({ row, at })).filter(({ row }) => outlet_level[row.outlet] === g);
    for (const { row, at } of here) {
      const key = row.x ? key_of(row, at, item, row.x, false) : null;
      if (key && (!most || (await larger(p, rows, key, most)))) most = key;
    }
    const [stage, level] = levels[g] as [number, string], said = ratio(level);
    must(most ? most.stage === stage && compare(most.level, said) === 0 : stage === 0 && said.over === 0n, 'level');
    const spare = left.some((count, place) => count > 0 && (place_level[place] as number) <= g);
    for (const { row, at } of here) {
      if (row.x >= row.limit) continue;
      const next = key_of(row, at, item, row.x + 1, row.uncovered > 0);
      must(!spare && (!most || (await larger(p, rows, next, most))), (p.households[row.household] as Household).household);
    }
  }
}

export async function verify_allocation(text: string): Promise<Verdict> {
  const none: Verdict = { wrong: '', hash: await digest(text), households: 0, items: 0, ration: () => null };
  try {
    const p = await read(text), rows = rows_of(p);
    for (let item = 0; item < p.items.length; item++) await check_fairness(p, item, rows[item] as Given[], check_flows(p, item, rows[item] as Given[]));
    const ration: Verdict['ration'] = (household, good, instead) => {
      const h = p.households.findIndex((one) => one.household === household), of = p.households[h]?.of ?? [];
      const k = of.findIndex(([item]) => p.items[item]?.good === good && p.items[item]?.instead === instead);
      return k < 0 ? null : ((p.rations[h] as Ration).ration[k] ?? null);
    };
    return { ...none, households: p.households.length, items: p.items.length, ration };
  } catch (error) {
    return { ...none, wrong: error instanceof Wrong ? error.message : 'form' };
  }
}
