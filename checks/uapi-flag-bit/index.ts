// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedHeader, changedHeaders, keptConstants, newConstants } from '../lib/changed.ts';
import { flagFamilies, isMade } from '../lib/flags.ts';
import type { Constant, Header } from '../lib/header.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-flag-bit',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title:
    'A new flag takes a bit that another flag of its family has, or an existing flag moves to another bit.',
  why: `Whoever tests the bit cannot tell which of the two was meant, and a binary built before the change asks for, or believes, something else.`,
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Superseded.',
  compare: (subject) =>
    changedHeaders(subject).flatMap((header) => [
      ...newConstants(header).flatMap((constant) => taken(header, constant)),
      ...moved(header),
    ]),
};

function taken(header: ChangedHeader, constant: Constant): Found[] {
  const { before, after, path } = header;
  const families = after ? flagFamilies(after, constant) : [];
  if (!after || families.length === 0 || isMade(constant)) return [];
  const { name, value, line, text } = constant;
  if (value === undefined) {
    const message = `could not evaluate which bits the new flag ${name}, ${text}, has`;
    return [{ file: path, line, severity: 'note', message }];
  }
  const now = sharing(after, constant, families).find(
    ({ constant: other }) => before?.constants.has(other.name) || other.line < line,
  );
  if (now) {
    const message = `the new flag ${name} has ${bits(value)}, which ${now.constant.name} has in ${now.family} (line ${now.constant.line})`;
    return [{ file: path, line, message }];
  }
  const gone = sharing(before, constant, families).find(
    ({ constant: other }) => !after.constants.has(other.name),
  );
  if (!gone) return [];
  const message = `the new flag ${name} has ${bits(value)}, which ${gone.constant.name} had in ${gone.family} before it went`;
  return [{ file: path, line, severity: 'warning', message }];
}

/** Flags of the same families, other than the constant itself, that have one of its bits. */
function sharing(header: Header | undefined, constant: Constant, families: readonly string[]) {
  if (!header) return [];
  return [...header.constants.values()].flatMap((other) => {
    if (other.name === constant.name || isMade(other)) return [];
    if (((other.value ?? 0n) & (constant.value ?? 0n)) === 0n) return [];
    const family = flagFamilies(header, other).find((one) => families.includes(one));
    return family ? [{ constant: other, family }] : [];
  });
}

function moved(header: ChangedHeader): Found[] {
  return keptConstants(header).flatMap(({ was, is }) => {
    if (was.value === undefined || is.value === undefined || was.value === is.value) return [];
    if (!isFlag(header.before, was) || !isFlag(header.after, is)) return [];
    const message = `${is.name} had ${bits(was.value)}, now it has ${bits(is.value)}`;
    return [{ file: header.path, line: is.line, message }];
  });
}

function isFlag(header: Header | undefined, constant: Constant): boolean {
  return header !== undefined && !isMade(constant) && flagFamilies(header, constant).length > 0;
}

function bits(value: bigint): string {
  const set = [...value.toString(2)].reverse().flatMap((digit, at) => (digit === '1' ? [at] : []));
  return set.length === 1 ? `bit ${set[0]}` : `bits ${set.join(', ') || 'none'}`;
}
