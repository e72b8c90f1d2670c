// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import type { ApiHeader, ApiIoctl, ApiMacro } from '../../src/uapi/model.ts';
import type { Side } from '../rule.ts';
import type { Profile } from './profile.ts';

/** Headers of a profile among those that a side is asked about, in a comparison those that may differ. */
export function profileHeaders({ headers }: Profile, side: Side): ApiHeader[] {
  const asked = side.reach?.headers ?? new Set(side.headers);
  return headers.flatMap((name) => (asked.has(name) ? (side.api.header(name) ?? []) : []));
}

/** How an ioctl's macro is written: its replacement text. */
export function writtenRequest({ macros }: ApiHeader, { name, text }: ApiIoctl): string {
  const macro: ApiMacro | undefined = macros.find((one) => one.name === name);
  return macro?.body ?? text.replace(/^[^(]*?\b(?=_IO)/, '').trim();
}

/** The line that documents an ioctl: `NAME - _IOR(TYPE, BASE + 3, struct x)`. */
export interface Documentation {
  readonly line: number;
  readonly text: string;
  readonly number: number;
  /** Text of the third argument. */
  readonly argument: string | undefined;
}

export function documentationOf(
  profile: Profile,
  { text }: ApiHeader,
  name: string,
): Documentation | undefined {
  const before = String.raw`^[ \t]*\/?\*+[ \t]*${name}\s*[-:]\s*(?:\*\s*)?`;
  // A comment's stars between the parts of a line that was broken are no part of it.
  const pattern = new RegExp(`${before}(${spread(profile.request.documented.source)})`, 'm');
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, spelled = '', number = '', argument] = match;
  const line = lineOf(text, match.index);
  return { line, text: spelled, number: Number(number), argument: argument?.replace(/[\s*]+/g, ' ').trim() };
}

function spread(source: string): string {
  return source
    .replaceAll(String.raw`\s*`, String.raw`[\s*]*`)
    .replaceAll(String.raw`[\w\s]+?`, String.raw`[\w\s*]+?`);
}
