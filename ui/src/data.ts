// What the server's answers hold, as far as the pages show it; the same data as the command line's --json.
import type { Entry } from './proof';

export interface BookInfo {
  book: string;
  title: string;
  origin: string;
  entries: number;
  node_key: string;
  checkpoint: string;
}
export interface Body {
  body: string;
  kind: string;
  name: string;
  members: 'people' | 'bodies';
  opened: string;
  closed?: string;
  people: number;
  councils: { council: string; since: string }[];
}
export interface Seat {
  body: string;
  seat: number;
  person?: string;
  name?: string;
  since?: string;
  until?: string;
  how?: string;
  empty?: string;
  last?: { person: string; name?: string; ended: string; how: string };
}
export interface BodyPage extends Omit<Body, 'councils'> {
  officers: { office: string; person: string; name?: string; since: string; until?: string }[];
  councils: { council: string; since: string; seats: Seat[] }[];
  sitting?: { body: string; since: string; people: number }[];
  seats?: { kept: number; filled: number; quorum: number; quorate: boolean };
  sessions: { session: string; start: string; place?: string; opened?: string; closed?: string }[];
  rules?: { document?: { tellers?: { n?: number; k?: number } } };
}
export interface Decisions {
  decisions: { proposal: string; title: string; body: string; option: string; time: string }[];
  open: { proposal: string; title: string; body?: string; status: string; until?: string }[];
  against_instructions: { proposal: string; council: string; person: string; name?: string; ballot: string; instruction: string; time: string }[];
}
export interface Decision {
  proposal: string;
  body: string;
  person: string;
  name?: string;
  title: string;
  text: string;
  effects: { kind: string; fields: Record<string, unknown> }[];
  status: string;
  time: string;
  until?: string;
  amendments: { option: string; text: string; person: string; accepted?: boolean }[];
  votes: { body: string; seat?: number; person: string; name?: string; ballot: string; time: string; counted?: boolean; instruction?: string }[];
  decision?: {
    outcome: string;
    entitled: number;
    cast: string;
    quorum: number;
    time: string;
    options: { option: string; for: string; against: string }[];
  };
}
export interface PersonPage {
  person: string;
  name?: string;
  mandates: {
    council: string;
    body: string;
    seat: number;
    since: string;
    until?: string;
    ended?: string;
    ended_how?: string;
    stands: boolean;
    votes: { proposal: string; title: string; ballot: string; time: string; against?: boolean; outcome?: string }[];
    recall?: {
      who: string;
      electors: number;
      signatures: number;
      quorum: number;
      majority: string;
      petitions: { petition: string; reason?: string; time: string; voting: boolean; signatures: number; needed: number }[];
    };
  }[];
  rolls: { body: string; kind: string }[];
}
export interface Roll {
  people: number;
  roll: { person: string; name?: string; since: string; enrolled_by: string }[];
}
export interface Call {
  call: string;
  body: string;
  title: string;
  text: string;
  until: string;
  due: boolean;
  missing: { body: string }[];
}
export interface Entries {
  entries: { entry: number; what: Entry }[];
}

export interface PollLine {
  poll: string;
  what: 'election' | 'recall';
  council: string;
  body: string;
  number?: number;
  renews?: boolean;
  voting: 'open' | 'paper';
  opened: string;
  entry: number;
  closes?: string;
  commitment?: string;
  closed?: string;
  closed_entry?: number;
  result?: string;
  seats?: number;
  entitled: number;
  votes: number;
  person?: string; // whose recall it is
  name?: string;
  elected?: { person: string; name?: string; elected: number }[];
}
export interface ChoiceLine {
  choice: string;
  body: string;
  title: string;
  rule: string;
  opened: string;
  until: string;
  closed?: string;
  outcome?: string;
  winner?: string;
  why?: string;
  votes: number;
}
export interface Polls {
  elections: PollLine[];
  choices: ChoiceLine[];
}
export interface Saying {
  code: string;
  message: string;
  arguments: string[];
}
// The report of `cordon count --json`.
export interface Count {
  rule: string;
  version: string;
  source: string;
  seats: number;
  valid: string;
  invalid: string;
  quota: string | null;
  decided: boolean;
  candidates: { number: number; name: string }[];
  winners: number[];
  ties: { stage: number; why: Saying; names: string[]; chosen: number | null }[];
  stages: {
    number: number;
    said: Saying[];
    quota: string | null;
    not_transferable: string | null;
    candidates: { candidate: number; votes: string | null; state: string }[];
  }[];
  matrices: { key: string; title: Saying; rows: (string | null)[]; columns: (string | null)[]; cells: (string | null)[][] }[];
  lists: { name: string; within: string | null; votes: string | null; seats: number }[];
}
export interface Election extends PollLine {
  electorate: 'roll' | 'delegates' | 'beneath';
  ballot: 'ranked' | 'approval' | 'one' | 'list' | 'yes-no';
  rule?: string;
  source?: string;
  term_days?: number;
  fill?: string;
  candidates?: { person: string; name?: string; list?: string; mate?: string; withdrawn: boolean; stood?: boolean; elected?: number }[];
  reason?: string;
  signatures?: number;
  quorum?: number;
  majority?: string;
  yes?: number;
  no?: number;
  tellers?: number;
  sheets?: { at: string; what: string; option?: string; votes: number }[];
  batches?: { batch: number; ballots: number }[];
  count?: Count;
}
export interface Vote {
  person: string;
  name?: string;
  marks: string;
  time: string;
  entry: number;
  counted?: boolean;
}
export interface Votes {
  votes: Vote[];
  from: number;
  size: number;
}
export interface Choice {
  choice: string;
  body: string;
  person?: string;
  title: string;
  rule: string;
  time: string;
  until: string;
  closed_time?: string;
  outcome?: string;
  winner?: string;
  why?: string;
  votes?: number;
  entitled: number;
  quorum?: number;
  options: { option: string; title?: string; package?: string; file?: string }[];
  ballots: Vote[];
  count?: Count;
}
