// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, letterOf } from '../lib/mail.ts';
import type { Subject } from '../rule.ts';
import type { Waiver } from './waiver.ts';

/** Waivers as written, and what of the text is none. */
export interface WaiverText {
  readonly waivers: readonly Waiver[];
  /** `waivers.txt:3: no reason (rule symbol # reason)`. */
  readonly errors: readonly string[];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TRAILER = /^Uapi-waiver:\s*/i;

/**
 * Reads a file of waivers: JSON, a list of `{rule, symbol, reason, until?}`, or a line each,
 * `rule symbol # reason until 2026-12-31`, with empty lines and lines that begin with `#` between them.
 *
 * @param origin name of the file, for messages
 */
export function parseWaivers(text: string, origin: string): WaiverText {
  if (/^\s*[[{]/.test(text)) return fromJson(text, origin);
  return collect(
    text.split('\n').flatMap((line, at) => {
      const trimmed = line.trim();
      return trimmed === '' || trimmed.startsWith('#') ? [] : [fromLine(trimmed, `${origin}:${at + 1}`)];
    }),
  );
}

/** Waivers in the messages of mails, a line each: `Uapi-waiver: rule symbol # reason until 2026-12-31`. */
export function waiversOfMails(mails: Subject['mails']): WaiverText {
  return collect(mails.map(letterOf).flatMap(fromLetter));
}

function fromLetter({ name, body }: Letter): (Waiver | string)[] {
  return body
    .filter(({ text }) => TRAILER.test(text))
    .map(({ text, line }) => fromLine(text.replace(TRAILER, '').trim(), `${name}:${line}`));
}

function fromLine(line: string, origin: string): Waiver | string {
  const [, rule, symbol, text] = /^(\S+)\s+(.*?)\s+#\s*(.*)$/.exec(line) ?? [];
  if (!rule || !symbol) return `${origin}: not of the form: rule symbol # reason`;
  const [, reason = '', until] =
    /^(.*?)\s*(?:\[until (\S+)\]|\buntil (\d\S*))?$/.exec(text ?? '')?.filter((one) => one !== undefined) ??
    [];
  return waiver({ rule, symbol, reason, until }, origin);
}

function fromJson(text: string, origin: string): WaiverText {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { waivers: [], errors: [`${origin}: ${(error as Error).message}`] };
  }
  const list = Array.isArray(data) ? data : (data as { waivers?: unknown }).waivers;
  if (!Array.isArray(list)) return { waivers: [], errors: [`${origin}: not a list of waivers`] };
  return collect(list.map((one, at) => waiver(one ?? {}, `${origin}[${at}]`)));
}

function waiver(data: Record<string, unknown>, origin: string): Waiver | string {
  const { rule, symbol, reason, until } = data;
  for (const [key, value] of Object.entries({ rule, symbol, reason }))
    if (typeof value !== 'string' || value.trim() === '') return `${origin}: no ${key}`;
  if (until !== undefined && !(typeof until === 'string' && isDay(until)))
    return `${origin}: until is no day: YYYY-MM-DD`;
  return {
    rule: rule as string,
    symbol: symbol as string,
    reason: reason as string,
    ...(until === undefined ? {} : { until }),
    origin,
  };
}

/** A day that the calendar has: 30 February is none. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

function collect(all: readonly (Waiver | string)[]): WaiverText {
  return {
    waivers: all.filter((one): one is Waiver => typeof one !== 'string'),
    errors: all.filter((one): one is string => typeof one === 'string'),
  };
}
