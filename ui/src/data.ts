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
