// What the server answers. Everything is asked of /api of the same address; errors are problem+json (RFC 9457) with findings.
import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language } from './settings';

export interface Problem {
  status: number;
  title: string;
  findings: string[];
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

interface ProblemBody {
  title?: string;
  detail?: string;
  findings?: { message?: string; found?: string | null }[];
}

async function refusal(reply: Response): Promise<Refused> {
  let body: ProblemBody = {};
  try {
    body = (await reply.json()) as ProblemBody;
  } catch {
    // not JSON: the status says enough
  }
  const findings = (body.findings ?? []).map((one) => [one.message, one.found && `(${one.found})`].filter(Boolean).join(' '));
  return new Refused({ status: reply.status, title: body.detail ?? body.title ?? '', findings });
}

export async function ask<A>(path: string): Promise<A> {
  const reply = await fetch(path, { headers: { accept: 'application/json', 'accept-language': language.value }, credentials: 'same-origin' });
  if (!reply.ok) throw await refusal(reply);
  return (await reply.json()) as A;
}

export async function send<A>(path: string, body: unknown, signal?: AbortSignal): Promise<A> {
  const reply = await fetch(path, {
    method: 'POST',
    ...(signal && { signal }),
    headers: { accept: 'application/json', 'accept-language': language.value, 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw await refusal(reply);
  return (reply.status === 204 ? undefined : await reply.json()) as A;
}

export interface Answer<A> {
  data?: A;
  problem?: Problem;
}

// Answers by address, asked once and again when the book has grown.
const answers = new Map<string, Signal<Answer<unknown>>>();
const KEPT = 200;

export const problem_of = (error: unknown): Problem =>
  error instanceof Refused ? error.problem : { status: 0, title: '', findings: [] };

async function renew(path: string, into: Signal<Answer<unknown>>): Promise<void> {
  try {
    into.value = { data: await ask(path) };
  } catch (error) {
    into.value = { ...into.value, problem: problem_of(error) };
  }
}

function answer_of<A>(path: string): Signal<Answer<A>> {
  let found = answers.get(path);
  if (!found) {
    if (answers.size >= KEPT) answers.clear();
    found = signal<Answer<unknown>>({});
    answers.set(path, found);
    void renew(path, found);
  }
  return found as Signal<Answer<A>>;
}

// How many on the page show each answer: the others are asked when they are shown again.
const shown = new Map<string, number>();

export function useAnswer<A>(path: string): Answer<A> {
  const found = answer_of<A>(path);
  useEffect(() => {
    shown.set(path, (shown.get(path) ?? 0) + 1);
    if (found.value.data || found.value.problem) void renew(path, found as Signal<Answer<unknown>>);
    return () => {
      const others = (shown.get(path) ?? 1) - 1;
      if (others) shown.set(path, others);
      else shown.delete(path);
    };
  }, [path]);
  return found.value;
}

export function renew_answers(): void {
  for (const [path, found] of answers) if (shown.has(path)) void renew(path, found);
}

// What else is asked again when the book has grown.
const others: (() => void)[] = [];
export const on_renewal = (what: () => void): number => others.push(what);

export function renew_all(): void {
  renew_answers();
  for (const one of others) one();
}

// What the server says in words is asked again in the language chosen.
language.subscribe(renew_all);

const AT_LEAST_MS = 1000; // between renewals, however often the book grows

export function listen(): void {
  const events = new EventSource('/api/events');
  let size = -1, renewed = -AT_LEAST_MS, waits = false;
  const renew_soon = () => {
    if (waits) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      renewed = performance.now();
      renew_all();
    }, Math.max(0, renewed + AT_LEAST_MS - performance.now()));
  };
  events.onmessage = (event) => {
    const said = (JSON.parse(String(event.data)) as { size?: number }).size ?? -1;
    if (size >= 0 && said !== size) renew_soon(); // the first message says only where the book stands
    size = said;
  };
}
