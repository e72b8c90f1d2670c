// SPDX-License-Identifier: GPL-2.0-only

import { TARGET_IDS } from '../../../src/c/target.ts';
import { memo } from '../../../src/memo.ts';
import type { ApiType, Comparison, Pair } from '../../../src/uapi/model.ts';
import type { Found, Subject } from '../../rule.ts';
import { opensInCxx } from '../cxx.ts';
import { placed } from '../tell.ts';
import type { Event, LayoutChange } from './event.ts';
import { foundOf, OLD_AND_NEW_BINARIES } from './found.ts';
import { type Diagnosed, diagnosed, type EventGroup, layoutOn } from './group.ts';
import { grown } from './grown.ts';
import { kindChange, partly, presence, throughAlias } from './presence.ts';
import { reserved } from './reserve.ts';
import { laidOut, typesLeft, undeterminedLayouts, unresolvedTypes } from './undetermined.ts';

/** What the rules about layouts find, computed once for all of them, since one cause is to be one finding. */
const layoutChanges = memo((subject: Subject): readonly LayoutChange[] =>
  subject.uapi ? changesOf(subject, subject.uapi) : [],
);

/** What one rule finds. */
export function layoutFound(rule: string): (subject: Subject) => Found[] {
  return (subject) =>
    layoutChanges(subject)
      .filter((one) => one.rule === rule)
      .map(({ found }) => found);
}

function changesOf(subject: Subject, uapi: Comparison): LayoutChange[] {
  const types = [...uapi.types.map((pair) => laidOut(uapi, throughAlias(pair, uapi))), ...typesLeft(uapi)];
  const resized = new Set(types.filter(isResized).map(({ name }) => name));
  const all = types.flatMap((pair) => {
    const { before, after } = pair;
    if (!before || !after || before.kind !== after.kind || before.kind === 'enum') return [];
    return [
      diagnosed({ ...pair, before, after }, (name) => resized.has(name), aliasIn(uapi, pair.header), uapi),
    ];
  });
  return [
    ...types.flatMap((pair) => [
      ...presence(pair, uapi),
      ...partly(pair),
      ...undeterminedLayouts(pair),
      ...kindChanges(pair),
      ...enumSizes(pair),
    ]),
    ...unresolvedTypes(uapi),
    ...all.flatMap((one) => one.groups.flatMap((group) => finished(subject, one, group, all, resized))),
  ];
}

function isResized({ before, after }: Pair<ApiType>): boolean {
  return TARGET_IDS.some((target) => {
    const [was, is] = [layoutOn(before, target), layoutOn(after, target)];
    return was && is && (was.size !== is.size || was.align !== is.align);
  });
}

/** Rules about what everybody sees; where only some targets do, that is what is worth saying. */
const EVERYWHERE = ['lay-member-moved', 'lay-member-resized', 'lay-array-length'];

function finished(
  subject: Subject,
  one: Diagnosed,
  of: EventGroup,
  all: readonly Diagnosed[],
  resized: ReadonlySet<string>,
): LayoutChange[] {
  const { event } = of;
  const { name: type, header } = one.pair;
  const strict = event.language === undefined || opensInCxx(subject, header, type);
  const group = strict ? of : { ...of, event: additive(event) };
  const { rule } = group.event;
  const followers = followersOf(one.pair.name, all).filter((name) => resized.has(name));
  if (rule === 'lay-struct-grown') return grown(subject, one, group, followers);
  if (rule === 'lay-reserved-used') return reserved(subject, one, group);
  const found = foundOf(one, group, subject.uapi);
  const whole = group.event.sized && followers.length > 0 ? { ...found, inherited: followers } : found;
  const partial = group.targets.length < one.targets.length && EVERYWHERE.includes(rule);
  return [partial ? { rule: 'lay-target-only', found: { ...whole, key: rule } } : { rule, found: whole }];
}

/** What C++ would mind if it read the same. */
function additive({ language: _, what, ...event }: Event): Event {
  return { ...event, what: what.replace(/, and C\+\+ .*/, ''), effect: 'additive', severity: 'note' };
}

/** Types that hold it by value, at any depth, and follow its change. */
function followersOf(name: string, all: readonly Diagnosed[]): string[] {
  const seen = new Set([name]);
  for (const each of seen)
    for (const { pair, inheritedFrom } of all) if (inheritedFrom.includes(each)) seen.add(pair.name);
  return [...seen].slice(1);
}

/** Of a type that a typedef names; one with a tag is another type where its kind is another. */
function kindChanges(pair: Pair<ApiType>): LayoutChange[] {
  const { before, after } = pair;
  return before && after && before.kind !== after.kind ? [kindChange(pair, before, after)] : [];
}

function enumSizes(pair: Pair<ApiType>): LayoutChange[] {
  const { name, before, after } = pair;
  if (before?.kind !== 'enum' || after?.kind !== 'enum') return [];
  const both = TARGET_IDS.filter((id) => layoutOn(before, id) && layoutOn(after, id));
  const targets = both.filter((id) => layoutOn(before, id)?.size !== layoutOn(after, id)?.size);
  const [first] = targets;
  if (!first) return [];
  const [was, is] = [layoutOn(before, first)?.size, layoutOn(after, first)?.size];
  const message = `the size of ${name} is ${was} → ${is} bytes`;
  const some = targets.length < both.length ? { targets } : {};
  return [
    {
      rule: 'lay-enum-size',
      found: { ...placed(pair, targets), message, breaks: OLD_AND_NEW_BINARIES, ...some },
    },
  ];
}

/** `#define hue colour`, `#define hue u.colour` in the header after. */
function aliasIn(uapi: Comparison, header: string): (old: string, now: string) => boolean {
  return (old, now) =>
    (uapi.after.header(header)?.macros ?? []).some(
      ({ name, body, parameters }) => name === old && body === now && parameters === undefined,
    );
}
