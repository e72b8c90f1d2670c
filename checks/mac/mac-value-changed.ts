// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import type { ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import {
  type ConstantChange,
  type ConstantDifference,
  isHighestBit,
  isSameBits,
  someValue,
  spelled,
  targetsOf,
  toldChanges,
} from '../lib/constants.ts';
import { declaredFixed, sizedBy } from '../lib/fixed.ts';
import { isCount, isLimit, whyGrown } from '../lib/grown.ts';
import { requestsMadeOf } from '../lib/ioctls.ts';
import { type MacroChanges, macroChanges } from '../lib/macros.ts';
import { stringOf } from '../lib/strings.ts';
import { amongPrograms, isSyscall, usersOfNumbers } from '../lib/syscalls.ts';
import { listed, oneLine, placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-value-changed',
  severity: 'error',
  effect: 'binary-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A macro has another value, everywhere or on some architecture, or another string.',
  why: `Binaries keep the value that they were compiled with, so the kernel and they no longer mean the same thing. Counts, masks and versions may rise with what they stand for.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Give the macro its old value back, and a new name to the new meaning.',
  compare(subject) {
    const changes = macroChanges(subject);
    const { uapi } = subject;
    if (!changes || !uapi) return [];
    const values = changes.values.map(({ pair, difference }) => {
      const derived = changes.derived.filter(({ cause }) => cause === pair.name).map((one) => one.pair.name);
      const requests = requestsMadeOf(subject, [pair.name, ...derived]);
      return value(uapi, pair, difference, derived, requests);
    });
    return [...values, ...changes.sums.map((one) => sum(uapi, one, changes.added)), ...strings(subject)];
  },
};

type Both = Pair<ApiMacro> & { readonly before: ApiMacro; readonly after: ApiMacro };

function value(
  uapi: Comparison,
  pair: Both,
  { changes: all, lost: lostOn }: ConstantDifference,
  derived: readonly string[],
  requests: readonly string[],
): Found {
  const { name, before, after } = pair;
  const inherited = [...derived, ...requests];
  const others = inherited.length > 0 && { inherited };
  const lost = amongPrograms(pair.header, lostOn, uapi.targets);
  const changes = changesOf(uapi, pair, all);
  if (changes.length === 0) {
    // Where it is gone, of the header that had it: another architecture's may still define it.
    const at = { ...placed({ ...pair, after: undefined }, lost), ...others };
    const was = someValue(new Map([...before.on].filter(([id]) => lost.includes(id))));
    const other = elsewhere(uapi, pair, lost, was);
    if (other) return { ...at, ...other };
    const what = was === undefined ? name : `${name} (${spelled(was, before.body)})`;
    const message = `the ${isSyscall(name) ? 'system call' : 'macro'} ${what} is gone on ${lost.join(', ')}`;
    if (isSyscall(name))
      return { ...at, message, breaks: ['old binary on new kernel', 'recompiled source'], targets: lost };
    return { ...at, effect: 'source-break', message, breaks: ['recompiled source'], targets: lost };
  }
  const targets = targetsOf(changes);
  const more = inherited.length > 0 ? `, and with it ${listed(inherited)}` : '';
  const message = `${name} ${toldChanges(changes, `${before.body} ${after.body}`)}${more}`;
  const found = { ...placed(pair, targets), ...others, message, ...(targets && { targets }) };
  const [old, now] = [before, after].map(({ body: text }) => ({ name, header: pair.header, text }));
  if (changes.every(isSameBits)) {
    const same = `${message}: the same bits, of another sign`;
    // (1 << 31) and (1U << 31) are one flag; a limit is compared with, and a comparison asks for the sign.
    if (!changes.every(isHighestBit))
      return {
        ...found,
        severity: 'warning',
        effect: 'source-break',
        message: `${same}, so a comparison with it may turn out otherwise`,
        breaks: ['recompiled source'],
      };
    return { ...found, severity: 'note', effect: 'additive', message: same };
  }
  const reasons = changes.map(({ was, is }) => old && now && whyGrown(uapi, old, now, was, is));
  const promised = promise(uapi, pair);
  if (reasons.every(Boolean) && !promised && requests.length === 0)
    return { ...found, severity: 'note', effect: 'additive', message: `${message}: ${reasons[0]}` };
  if (!promised && requests.length === 0 && isLimit(name) && changes.every(({ was, is }) => is > was)) {
    const doubt = `${message}: a limit; kpw cannot tell whether a program's buffer of the old size still suffices`;
    return { ...found, severity: 'warning', effect: 'undetermined', message: doubt };
  }
  if (!promised && requests.length === 0 && changes.every((one) => isWidened(name, one))) {
    const doubt = `${message}: a mask that covers more bits; kpw cannot tell whether an old program misses them`;
    return { ...found, severity: 'warning', effect: 'undetermined', message: doubt };
  }
  const breaks = ['old binary on new kernel', 'new binary on old kernel'] as const;
  return { ...found, ...(promised && { message: `${message}, although ${promised}` }), breaks };
}

/** Without targets whose programs do not have the header, unless no others are left. */
function changesOf(
  uapi: Comparison,
  { header, before, after }: Both,
  changes: readonly ConstantChange[],
): readonly ConstantChange[] {
  const own = usersOfNumbers(header, uapi.targets);
  if (own.length === uapi.targets.length) return changes;
  const common = [...before.on.keys()].filter((id) => after.on.has(id));
  const left = changes.flatMap((one) => {
    const targets = (one.targets ?? common).filter((id) => own.includes(id));
    return targets.length > 0 ? [{ ...one, targets }] : [];
  });
  return left.length > 0 ? left : changes;
}

/**
 * `#ifndef X` around the macro, and a header that is included defines X now, on some architecture: programs go on to have
 * it, with the value from there. Undefined where some target has none.
 */
function elsewhere(
  uapi: Comparison,
  { name, header }: Both,
  lost: readonly TargetId[],
  was: bigint | undefined,
): Pick<Found, 'severity' | 'effect' | 'message' | 'breaks' | 'targets'> | undefined {
  const now = uapi.after.header(header)?.value(name);
  const values = lost.map((target) => now?.get(target));
  const [first] = values;
  if (was === undefined || typeof first !== 'bigint' || values.some((value) => value !== first))
    return undefined;
  const from = `${lost.join(', ')}, from a header that ${header} includes`;
  if (first === was)
    return {
      severity: 'note',
      effect: 'additive',
      message: `${name} is still ${was} on ${from}`,
      targets: lost,
    };
  const message = `${name} was ${was}, now it is ${first} on ${from}`;
  return { message, breaks: ['old binary on new kernel', 'new binary on old kernel'], targets: lost };
}

/** A mask of a field, with the bits that it had and such beside them. */
function isWidened(name: string, { was, is }: ConstantChange): boolean {
  return /(^|_)MASK(_|$)/i.test(name) && was > 0n && is > was && (was & ~is) === 0n;
}

function promise({ before }: Comparison, { header, name, before: { line } }: Both): string | undefined {
  const text = before.header(header);
  if (!text) return undefined;
  const words = declaredFixed(text, line);
  if (words) return `a comment calls it "${words}"`;
  const sized = sizedBy(text, [name]);
  return sized.length > 0 ? `it sizes an array in ${listed(sized.map((type) => type.name))}` : undefined;
}

function sum(
  { targets }: Comparison,
  { pair, names, by }: MacroChanges['sums'][number],
  added: MacroChanges['added'],
): Found {
  const programs = usersOfNumbers(pair.header, targets);
  const [was, is] = [pair.before, pair.after].map(({ body }) => oneLine(body));
  const more = by > 0n ? `${by} more` : `${-by} less`;
  const message = `${pair.name} was \`${was}\`, now it is \`${is}\`: ${more}, whatever ${listed(names)} is`;
  const counts = by > 0n && isCount(pair.name) && added.some(({ header }) => header === pair.header);
  return counts
    ? {
        ...placed(pair),
        severity: 'note',
        effect: 'additive',
        message: `${message}: what it counts has grown`,
      }
    : {
        ...placed(pair),
        message,
        breaks: ['old binary on new kernel', 'new binary on old kernel'],
        ...(programs.length < targets.length && { targets: programs }),
      };
}

function strings(subject: Subject): Found[] {
  return (macroChanges(subject)?.texts ?? []).flatMap((pair): Found[] => {
    const { name, before, after } = pair;
    const [was, is] = [
      subject.uapi && stringOf(subject.uapi.before, before),
      subject.uapi && stringOf(subject.uapi.after, after),
    ];
    if (was === undefined || is === undefined || was === is) return [];
    const message = `${name} was ${oneLine(before.body)}, now it is ${oneLine(after.body)}`;
    return /VERSION|EXTRA|DATE/i.test(name)
      ? [{ ...placed(pair), severity: 'note', effect: 'additive', message: `${message}: a version` }]
      : [{ ...placed(pair), message, breaks: ['old binary on new kernel', 'new binary on old kernel'] }];
  });
}
