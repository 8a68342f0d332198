// A secret key as lines to be printed and typed again, as src/record/recovery.h has them, so that `cordon key restore` reads them too:
//
//	1  0123 4567 89ab cdef  9f3c
//
// four of them: the line's number, 8 bytes of the key's seed, and the first two bytes of SHA-256 of "cordon-recovery-v1\n", the number and the 16 digits.
// As a code to be scanned it is ADDRESS/recover#sheet=PERSON.CODE; CODE is base64url of the seed and the book's id. What stands after # stays in a browser.
import { base64url, hex, join, sha256, unbase64, unhex, utf8 } from './bytes';

export const LINES = 4;
const DIGITS = 16;

async function check_of(line: number, digits: string): Promise<string> {
  return hex(await sha256(utf8(`cordon-recovery-v1\n${line}${digits}`))).slice(0, 4);
}

export async function lines_of(seed: Uint8Array): Promise<string[]> {
  const all = hex(seed), lines: string[] = [];
  for (let line = 1; line <= LINES; line++) {
    const digits = all.slice((line - 1) * DIGITS, line * DIGITS);
    lines.push(`${line}  ${(digits.match(/.{4}/g) ?? []).join(' ')}  ${await check_of(line, digits)}`);
  }
  return lines;
}

// What was typed of one line, with or without its number: its 16 digits; null: a digit is wrong, or it is not that line.
export async function digits_of(line: number, typed: string): Promise<string | null> {
  let plain = typed.toLowerCase().replace(/[\s·.-]/g, '');
  if (plain.length === DIGITS + 5 && plain.startsWith(String(line))) plain = plain.slice(1);
  if (!/^[0-9a-f]{20}$/.test(plain)) return null;
  const digits = plain.slice(0, DIGITS);
  return (await check_of(line, digits)) === plain.slice(DIGITS) ? digits : null;
}

export interface Sheet {
  person: string;
  seed: Uint8Array<ArrayBuffer>;
  book?: string; // as a code has it
}

export const link_of = (sheet: Sheet & { book: string }): string =>
  `${location.origin}/recover#sheet=${sheet.person}.${base64url(join(sheet.seed, unhex(sheet.book)))}`;

// A scanned or opened link, or its part after the #.
export function read_link(text: string): Sheet | null {
  const found = /(?:^|#)sheet=([a-z0-9._-]{1,64})\.([\w-]{86})$/.exec(text.trim());
  if (!found) return null;
  const both = unbase64(found[2] as string);
  return { person: found[1] as string, seed: both.slice(0, 32), book: hex(both.slice(32)) };
}
