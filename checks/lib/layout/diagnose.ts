// SPDX-License-Identifier: GPL-2.0-only
import type { TypeLayout } from '../../../src/uapi/model.ts';
import { listed } from '../tell.ts';
import { additions } from './arrival.ts';
import type { Diagnosis, Event } from './event.ts';
import { isReserved, type Leaf, leafDeclaration, leafPlace, leavesOf, overlap } from './leaf.ts';
import { alignedLeaves, type Matched, match } from './match.ts';
import { retyping } from './member.ts';
import { byteOrder, heldBy, sameShape } from './shape.ts';
import type { Versions } from './versions.ts';

/**
 * What happened to one type on one target, with one event for one cause: a member that is inserted is one event that
 * says what it moves. Space that is only kept (reserved, padding) counts as empty, but for its name, which goes with it.
 */
export function diagnose(versions: Versions): Diagnosis {
  const { was, is, attributes } = versions;
  const [before, after] = alignedLeaves(versions);
  const matched = match(before, after);
  const moved = matched.common.filter(([a, b]) => a.from !== b.from && !(isReserved(a) && isReserved(b)));
  const nested = matched.common.flatMap(([a, b]) => inheritance(a, b, versions));
  const types = matched.common
    .filter(([a, b]) => !(isReserved(a) && isReserved(b)) && inheritance(a, b, versions).length === 0)
    .flatMap(([a, b]) => retyping(a, b, versions) ?? []);
  const quiet = moved.length === 0 && was.size === is.size;
  const losses = [
    ...removals(matched, versions, moved.length > 0),
    ...(quiet ? unnamings(matched, after) : []),
    ...(quiet ? newMeanings(matched, after) : []),
  ];
  const arrivals = additions(matched, before, versions, moved);
  const causes: Event[] = [
    ...(attributes === undefined ? [] : [attributeEvent(attributes, was, is, moved.length > 0)]),
    ...arrivals.filter(({ rule }) => rule === 'lay-member-moved'),
    ...losses,
    ...types,
    ...arrivals.filter(({ rule }) => rule !== 'lay-member-moved'),
  ];
  const rest = renames(matched, versions);
  const told = tell(causes, moved, was.size !== is.size);
  if (told) return { events: [...told, ...rest], inheritedFrom: nested };
  if (nested.length > 0) return { events: [...causes, ...rest], inheritedFrom: nested };
  return { events: [...causes, ...rest, ...unexplained(versions, moved)], inheritedFrom: [] };
}

/** The struct that a member holds, where that one changed and the member only follows. */
function inheritance(was: Leaf, is: Leaf, { changed }: Versions): string[] {
  const [old, now] = [heldBy(was.shape), heldBy(is.shape)];
  const follows = old !== undefined && old === now && !sameShape(was.shape, is.shape);
  return follows && was.type === is.type && changed(old) ? [old] : [];
}

function removals({ gone, fresh, common }: Matched, versions: Versions, moves: boolean): Event[] {
  const { was, is } = versions;
  return gone
    .filter((leaf) => !isReserved(leaf))
    .map((leaf): Event => {
      const heirs = moves ? [] : fresh.filter((one) => overlap(one, leaf) && !isReserved(one));
      const split = is.size === was.size && (isSplit(leaf, heirs) || isInside(leaf, heirs, versions));
      const soft = !moves && (heirs.length === 0 || split) && is.size === was.size;
      const sharers = common.filter(([, one]) => overlap(one, leaf) && !isReserved(one));
      const place =
        sharers.length > 0 && soft && !split
          ? `; its place at ${leafPlace(leaf)} is still ${listed(sharers.map(([, { name }]) => name))}`
          : heirs.length > 0
            ? `, and its place at ${leafPlace(leaf)} is taken by ${listed(heirs.map((one) => `\`${leafDeclaration(one)}\``))}`
            : soft
              ? `; its place at ${leafPlace(leaf)} is kept empty`
              : '';
      return {
        rule: 'lay-member-removed',
        member: leaf.name,
        what: `the member \`${leafDeclaration(leaf)}\` is gone${place}`,
        effect: soft ? 'source-break' : 'binary-break',
        severity: 'error',
        was: leaf,
        ...(is.size === was.size ? {} : { sized: true }),
      };
    });
}

/** A struct in its place that has just that member there: `engine_class` is `engine.engine_class` now. */
function isInside(leaf: Leaf, heirs: readonly Leaf[], { members }: Versions): boolean {
  const [heir, more] = heirs;
  const held = heir && more === undefined ? heldBy(heir.shape) : undefined;
  if (!heir || held === undefined || heir.shape.kind === 'array') return false;
  return leavesOf({ members: members('is', held) ?? [] }).some(
    (one) =>
      one.from + heir.from === leaf.from &&
      one.to + heir.from === leaf.to &&
      sameShape(one.shape, leaf.shape) &&
      one.type === leaf.type,
  );
}

/** `__le32 hash` as `__le16 hash_lo` and `__le16 hash_hi`: the same bytes, of a byte order that says which is which. */
function isSplit(leaf: Leaf, heirs: readonly Leaf[]): boolean {
  const order = byteOrder(leaf.type);
  if (order === undefined || heirs.length < 2 || leaf.shape.kind !== 'integer') return false;
  const parts = [...heirs].sort((a, b) => a.from - b.from);
  return (
    parts[0]?.from === leaf.from &&
    parts.at(-1)?.to === leaf.to &&
    parts.every((one, at) => byteOrder(one.type) === order && one.from === (parts[at - 1]?.to ?? one.from))
  );
}

/**
 * Reserved space that is padding now: nothing else has its place, so only its name is gone, which a program may have
 * cleared by. Where a new member or other reserved space has the place, that is what the space was kept for.
 */
function unnamings({ gone }: Matched, after: readonly Leaf[]): Event[] {
  return (
    gone
      .filter((leaf) => leaf.name !== '' && isReserved(leaf) && leaf.to > leaf.from)
      // A bit-field without a name is padding that is written down.
      .filter((leaf) => !after.some((one) => one.name !== '' && overlap(one, leaf)))
      .map((leaf) => ({
        rule: 'lay-member-removed',
        member: leaf.name,
        what: `the reserved member \`${leafDeclaration(leaf)}\` is gone; its place at ${leafPlace(leaf)} is padding now`,
        effect: 'source-break',
        severity: 'warning',
        was: leaf,
      }))
  );
}

const NAMED_RESERVE = /^(?!_)(?:\w+\.)?(?:reserved|rsvd|rsv|resv|resvd|spare)\d*$/;

/**
 * Reserved space that has a meaning now under another name, as it should: source that cleared it by its old name does
 * not compile. What begins with an underscore, and padding, no program is meant to name.
 */
function newMeanings({ gone, fresh }: Matched, after: readonly Leaf[]): Event[] {
  return gone
    .filter((leaf) => isReserved(leaf) && NAMED_RESERVE.test(leaf.name))
    .filter((leaf) => fresh.some((one) => overlap(one, leaf) && !isReserved(one)))
    .filter((leaf) => !after.some((one) => overlap(one, leaf) && isReserved(one)))
    .map((leaf) => ({
      rule: 'lay-member-removed',
      member: leaf.name,
      what: `the name of the reserved member \`${leafDeclaration(leaf)}\` is gone with its new meaning`,
      effect: 'source-break',
      severity: 'note',
      was: leaf,
    }));
}

function attributeEvent(attributes: string, was: TypeLayout, is: TypeLayout, moves: boolean): Event {
  const breaks = moves || was.size !== is.size;
  return {
    rule: 'lay-packed',
    member: '',
    what: `its attributes changed (${attributes}), its alignment is ${was.align} → ${is.align}`,
    effect: breaks ? 'binary-break' : 'source-break',
    severity: breaks ? 'error' : 'warning',
    sized: true,
  };
}

function renames({ renamed }: Matched, { aliased }: Versions): Event[] {
  return renamed
    .filter(([was, is]) => !aliased(was.name, is.name))
    .map(([was, is]) => ({
      rule: 'lay-member-renamed',
      member: was.name,
      what: `the member ${was.name} at ${leafPlace(was)} is gone, and ${is.name} of the same type is in its place`,
      effect: 'source-break',
      severity: 'error',
      was,
      is,
    }));
}

/** Gives the first cause what it moves; undefined where members moved and nothing here is the cause. */
function tell(causes: readonly Event[], moved: Matched['common'], resized: boolean): Event[] | undefined {
  const cause = causes.find(isCause);
  if (!cause) return moved.length === 0 && !resized ? [...causes] : undefined;
  if (moved.length === 0) return causes.map((one) => (one === cause ? { ...one, sized: resized } : one));
  const breaking = { ...cause, effect: 'binary-break', severity: 'error' } as const;
  const what =
    cause.rule === 'lay-member-moved'
      ? `${cause.what} ${cause.what.startsWith('the new members') ? 'move' : 'moves'} ${movements(moved)}`
      : `${cause.what}, which moves ${movements(moved)}`;
  return causes.map((one) => (one === cause ? { ...breaking, what, sized: true } : one));
}

const CAUSES: readonly Event['rule'][] = [
  'lay-packed',
  'lay-member-moved',
  'lay-member-removed',
  'lay-member-resized',
  'lay-array-length',
  'lay-flexible-array',
  'lay-struct-grown',
];

function isCause({ rule, what }: Event): boolean {
  return CAUSES.includes(rule) && !what.endsWith('is the same');
}

function movements(moved: Matched['common']): string {
  return listed(
    moved.map(([was, is]) => `${is.name} ${leafPlace(was)} → ${leafPlace(is)}`),
    4,
  );
}

/** Members in another order, or an alignment that came from elsewhere: a typedef, a macro. */
function unexplained({ was, is }: Versions, moved: Matched['common']): Event[] {
  const base = { effect: 'binary-break', severity: 'error', sized: true } as const;
  const [first] = moved;
  if (first) {
    const order = [...moved].sort(([, a], [, b]) => a.from - b.from);
    const swapped = order.some(([leaf], at) => at > 0 && leaf.from < (order[at - 1]?.[0].from ?? 0));
    const what = swapped ? 'members changed places' : 'members moved';
    const [, at] = first;
    return [
      {
        ...base,
        rule: 'lay-member-moved',
        member: at.name,
        what: `${what}: ${movements(moved)}`,
        was: first[0],
        is: at,
      },
    ];
  }
  if (was.size !== is.size) {
    const what = `its ${is.size > was.size ? 'padding at the end grew' : 'end is cut'}, no member moved`;
    return [{ ...base, rule: 'lay-struct-grown', member: '', what }];
  }
  if (was.align === is.align) return [];
  const what = `the alignment of the whole is ${was.align} → ${is.align}; no member moved, and its size is the same`;
  return [{ rule: 'lay-target-only', member: '', what, effect: 'additive', severity: 'note' }];
}
