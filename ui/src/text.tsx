// Texts, numbers and times in the reader's language. All texts stand in texts/; this says them.
import { Fragment, type ComponentChildren } from 'preact';
import { messages, type Key } from './messages';
import { language } from './settings';

export type { Key };

const format_of = (key: Key): string => messages[key]?.[language.value === 'es' ? 1 : 0] ?? key;

export const has = (key: string): key is Key => Object.prototype.hasOwnProperty.call(messages, key);

// A message as text, its {places} filled.
export function t(key: Key, places: Record<string, string | number> = {}): string {
  return format_of(key).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    return typeof value === 'number' ? number(value) : (value ?? '');
  });
}

// A message whose places hold elements.
export function T(props: { k: Key; places: Record<string, ComponentChildren> }) {
  return (
    <>
      {format_of(props.k)
        .split(/\{(\w+)\}/)
        .map((part, index) => (
          <Fragment key={index}>{index % 2 ? props.places[part] : part}</Fragment>
        ))}
    </>
  );
}

const locale = () => (language.value === 'es' ? 'es-CL' : 'en-GB');

// Made once for each language: a list says many days and numbers.
const formats = new Map<string, { number: Intl.NumberFormat; day: Intl.DateTimeFormat; moment: Intl.DateTimeFormat; clock: Intl.DateTimeFormat }>();
function formats_of(where: string) {
  const found = formats.get(where) ?? {
    number: new Intl.NumberFormat(where, { maximumFractionDigits: 3 }),
    day: new Intl.DateTimeFormat(where, { day: 'numeric', month: 'long', year: 'numeric' }),
    moment: new Intl.DateTimeFormat(where, { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    clock: new Intl.DateTimeFormat(where, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  };
  formats.set(where, found);
  return found;
}

export const number = (value: number): string => formats_of(locale()).number.format(value);

export const day = (time: string): string => formats_of(locale()).day.format(new Date(time));

export const moment = (time: string): string => formats_of(locale()).moment.format(new Date(time));

export const clock = (time: string): string => formats_of(locale()).clock.format(new Date(time));
// "13–19 November 1972": from one day to another.
export const days = (from: string, to: string): string =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(new Date(from), new Date(to));

export function Time(props: { at: string; exact?: boolean }) {
  return <time dateTime={props.at}>{props.exact ? moment(props.at) : day(props.at)}</time>;
}
