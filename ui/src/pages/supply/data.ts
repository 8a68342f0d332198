// What the node answers about supply, as far as the pages show it: the data of `cordon supply ... --json`.
export interface CycleFacts {
  cycle: number;
  from: string;
  to: string;
  days: number;
  opened?: string;
  closed?: string;
}
export interface OverviewGood {
  good: string;
  name?: string;
  unit?: string;
  arrived: number;
  claimed?: number;
  given?: number;
  short?: number;
  households?: number;
  less?: number;
}
export interface OverviewBody {
  body: string;
  name: string;
  households: number;
  people: number;
  outlets: number;
  waiting: number;
  late: number;
  complaints: number;
  overdue: number;
  cycle?: CycleFacts;
  allocation?: { number: number; time: string; hash: string };
  goods?: OverviewGood[];
}
export interface Overview {
  at: string;
  bodies: OverviewBody[];
}
export interface Outlet {
  outlet: string;
  kind: 'outlet' | 'warehouse';
  name: string;
  keepers?: string;
  served_by?: string;
  households: number;
  people: number;
}
export interface Good {
  good: string;
  name: string;
  unit: string;
}
export interface Arrived {
  place: string;
  good: string;
  instead?: string;
  amount: number;
}
export interface Cycles {
  cycles: (CycleFacts & { arrived: Arrived[] })[];
}
export interface Deliveries {
  expected: {
    delivery: string;
    cycle: number;
    place: string;
    good: string;
    amount: number;
    due: string;
    arrived: number;
    substituted?: number;
    standing: 'waiting' | 'partial' | 'whole' | 'more' | 'substituted';
    late: boolean;
  }[];
  deliveries: { delivery: string; cycle: number; place: string; good: string; amount: number; instead?: string; time: string; cancelled?: string; reason?: string }[];
}
export type Reason = 'claim' | 'cut-off' | 'nothing' | 'floor' | 'level' | 'lot' | 'drawn';
export interface OutletGood {
  good: string;
  instead?: string;
  unit: string;
  households: number;
  less: number;
  may_have: number;
  given: number;
  drawn: number;
  arrived: number;
  reason: Reason;
  last?: number;
}
export interface Allocation {
  body: string;
  cycle: number;
  number: number;
  households: number;
  inputs: string;
  hash: string;
  time: string;
  entry: number;
  seed?: string;
  seed_from?: string;
  items: { good: string; instead: string | null; unit: string; arrived: number; claimed: number; given: number; households: number; less: number; uncovered: number }[];
  outlets: { outlet: string; served_by: string[]; households: number; goods: OutletGood[] }[];
}
export interface WhyGood {
  good: string;
  instead?: string;
  unit: string;
  weight: string;
  ration: number;
  may_have: number;
  floor: number;
  drawn: number;
  reason: Reason;
  next?: number;
  last?: number;
}
export interface Why {
  household: string;
  outlet: string;
  cycle: number;
  proof: string;
  goods: WhyGood[];
}
export interface ProofFile {
  name: string;
  entry: number;
  hash: string;
  proof: string;
}
export interface Clause {
  amount: string;
  each: string;
  per: 'day' | 'cycle';
  for?: string;
  floor?: string;
}
export interface Rules {
  rules: { good: string; since: string; rule: Clause | Clause[] }[];
  weights?: { weights: Record<string, string> };
}
export interface Stock {
  accounts: {
    place: string;
    good: string;
    stock: number;
    counted_in?: number;
    counted?: number;
    gap?: number;
    cycles: { cycle: number; delivered: number; received: number; returned: number; drawn: number; sent: number; spoiled: number; turned_away: number; expected: number; counted?: number; gap?: number }[];
  }[];
  transfers: Transfer[];
}
export interface Transfer {
  transfer: string;
  how: 'not-sent' | 'not-fitting' | 'more-than-sent' | 'lost' | 'under-way';
  from?: string;
  to?: string;
  good?: string;
  received: number;
  sent?: number;
  missing?: number;
}
export interface Slip {
  week: number;
  field: string;
  written: number;
  perhaps: number;
}
export interface Alarms {
  accounts: number;
  periods: number;
  balanced: number;
  alerts: {
    outlet: string;
    good: string;
    kind: 'theft' | 'diversion' | 'withholding';
    since_week: number;
    seen_week: number;
    missing: number;
    clears: { periods_balanced_before: number; nobody_turned_away: boolean; found_again: boolean; balanced_again_by_week: number | null; slip: Slip | null };
  }[];
  checks: { outlet: string; good: string; since_week: number; seen_week: number; loss: number; usual_loss: number; slip: Slip | null }[];
}
export interface Prices {
  window_days: number;
  prices: {
    good: string;
    place: string;
    unit: string;
    currency: string;
    ceiling?: string;
    from?: string;
    verdict: 'over' | 'within' | 'one_hand' | 'open' | 'few' | 'no_ceiling';
    voices: number;
    over: number;
    within: number;
    reports: number;
    nameless: number;
    middle?: string;
    outlet_says?: string;
    outlet_day?: string;
  }[];
  alarms: { good: string; place: string; unit: string; currency: string; month: string; price: number; usual: number; level: string }[];
}
export interface Ceilings {
  ceilings: { good: string; place?: string; price: string; unit: string; currency: string; from: string; entry: number }[];
}
export interface Complaint {
  complaint: string;
  entry: number;
  time: string;
  place: string;
  good?: string;
  day?: string;
  words: string;
  source: string;
  who?: string;
  entered_by?: string;
  until: string;
  outcome?: 'upheld' | 'not_upheld' | 'withdrawn';
  outcome_words?: string;
  outcome_time?: string;
  outcome_by?: string;
  overdue?: boolean;
  answers?: { time: string; person: string; words: string }[];
}
export interface Complaints {
  term_days: number;
  complaints: Complaint[];
}
export interface Households {
  hidden?: boolean;
  people?: number;
  highest?: string;
  households?: { household: string; outlet: string; size: number; numbers?: Record<string, number>; since: string }[];
}
export interface Household {
  hidden?: boolean;
  card?: string;
  household?: string;
  outlet?: string;
  size?: number;
  numbers?: Record<string, number>;
  names?: string;
  door?: string;
  cards?: { card: string; heard: string; hearing: string; since: string }[];
  history?: { outlet: string; size: number; since: string; until?: string; ended?: string }[];
  cycles?: (CycleFacts & { goods: { good: string; ration: number; may_have: number; drawn: number; left: number }[] })[];
}
export interface Duplicates {
  hidden?: boolean;
  registrations?: number;
  closed?: number;
  groups?: string[][];
  pairs?: { a: string; b: string; probability: number; for: { code: string; text: string }[]; against: { code: string; text: string }[] }[];
}
