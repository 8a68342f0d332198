// What-ifs: how an address says them, and how they are asked of the node (docs/serve.md, "What takes longer").
import { useEffect, useState } from 'preact/hooks';
import { ask, problem_of, send, type Problem } from '../api';
import { part } from '../router';

export type Kind = 'need' | 'capacity' | 'stop' | 'limit';
export interface Change {
  kind: Kind;
  pattern: string;
  value?: number;
}
const KINDS: Kind[] = ['need', 'capacity', 'stop', 'limit'];

// ?c=stop:molino/*&c=need:jap-01/*:1.1 -- a pattern has no colon.
export function changes_of(search: string): Change[] {
  return new URLSearchParams(search).getAll('c').flatMap((text) => {
    const [kind = '', pattern = '', number = ''] = text.split(':'), value = Number(number);
    const known = KINDS.find((one) => one === kind);
    if (!known || !pattern || (known !== 'stop' && (!number || !(value >= 0)))) return [];
    return [known === 'stop' ? { kind: known, pattern } : { kind: known, pattern, value }];
  });
}

export function search_of(changes: Change[]): string {
  const parameters = new URLSearchParams();
  for (const { kind, pattern, value } of changes) parameters.append('c', [kind, pattern, ...(value === undefined ? [] : [value])].join(':'));
  const search = parameters.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2A/g, '*');
  return search && '?' + search;
}

export const of_pattern = (changes: Change[], kind: Kind, pattern: string): Change | undefined => changes.find((one) => one.kind === kind && one.pattern === pattern);

// With this instead of what was said of the pattern; `value` null: nothing is.
export function with_change(changes: Change[], kind: Kind, pattern: string, value: number | true | null): Change[] {
  const rest = changes.filter((one) => one.kind !== kind || one.pattern !== pattern);
  if (value === null) return rest;
  return [...rest, value === true ? { kind, pattern } : { kind, pattern, value }];
}

// ---- what is answered: the data of `cordon plan`, `plan verify` and `plan changes` ----

export interface Cause {
  kind: 'process' | 'recipe' | 'capacity' | 'stock' | 'need' | 'tier';
  process?: string;
  body?: string;
  group?: string;
  commodity?: string;
  unit?: string;
  before: number | null;
  after: number | null;
  what_if: boolean;
  said: { entry: number; body: string; person: string; time: string; act?: string }[];
}
export interface Why {
  cause: number;
  own: boolean;
  through: string[];
}
export interface Portion {
  commodity: string;
  unit: string;
  before: number;
  after: number;
}
export interface Task {
  body: string;
  process: string;
  before: number;
  after: number;
  makes: Portion[];
  uses: Portion[];
  why: Why[];
}
export interface Need {
  group: string;
  commodity: string;
  unit: string;
  before: number;
  after: number;
  fulfilment_before: number;
  fulfilment_after: number;
  why: Why[];
}
export interface Changes {
  causes: Cause[];
  tasks: Task[];
  needs: Need[];
  concerned: string[];
}
export interface Labour {
  commodity: string;
  used: number;
  there: number | null;
  unit: string;
}
export interface Outcome {
  plan: string;
  before: { certificate: { within?: string }; labour: Labour[] };
  made: { status: string; labour: Labour[] };
  verdict: { proven: boolean; bar: number; level_gap: number; last_gap: number };
  changes: Changes;
}
interface Job {
  job: string;
  state: 'waiting' | 'working' | 'done';
  ahead?: number;
  seconds?: number;
  part?: number | null;
  phase?: string;
  result?: Outcome;
}
export interface Asked {
  job?: Job;
  outcome?: Outcome;
  problem?: Problem;
}

const REST_MS = 250, PATIENCE_MS = 700, BUSY_MS = 1500, TRIES = 6;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const BUSY = 503;

// The first answer to a question: a result or a job. A node that has too much to do is asked again a little later.
async function begin(plan: string, changes: Change[], signal: AbortSignal): Promise<Job> {
  for (let tries = 1; ; tries++) {
    try {
      return await send<Job>(`/api/plans/${part(plan)}/what-if`, { changes }, signal);
    } catch (error) {
      if (problem_of(error).status !== BUSY || tries === TRIES || signal.aborted) throw error;
      await pause(BUSY_MS);
    }
  }
}

// Asks until there is a result. Who goes on to something else calls it off.
export function useWhatIf(plan: string | undefined, changes: Change[] | undefined): Asked {
  const [asked, say] = useState<Asked>({}), key = JSON.stringify([plan, changes]);
  useEffect(() => {
    const gone = new AbortController(), { signal } = gone;
    let job: Job | undefined;
    if (!plan || !changes?.length) {
      say({});
      return;
    }
    const run = async () => {
      await pause(REST_MS); // a slider is often moved further
      if (signal.aborted) return;
      try {
        job = await begin(plan, changes, signal);
        while (job.state !== 'done' && !signal.aborted) {
          say({ job });
          await pause(PATIENCE_MS);
          if (!signal.aborted) job = await ask<Job>('/api/jobs/' + part(job.job));
        }
        if (!signal.aborted && job.result) say({ outcome: job.result });
      } catch (error) {
        if (!signal.aborted) say({ problem: problem_of(error) });
      }
      if (signal.aborted && job && job.state !== 'done') void fetch('/api/jobs/' + part(job.job), { method: 'DELETE', keepalive: true });
    };
    say((before) => ({ ...(before.outcome && { outcome: before.outcome }), job: { job: '', state: 'waiting' } }));
    void run();
    return () => gone.abort();
  }, [key]);
  return asked;
}
