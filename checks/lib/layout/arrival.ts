// SPDX-License-Identifier: GPL-2.0-only
import { listed } from '../tell.ts';
import type { Event } from './event.ts';
import { isReserved, type Leaf, leafDeclaration, leafPlace, overlap } from './leaf.ts';
import type { Matched } from './match.ts';
import type { Versions } from './versions.ts';

/** What came: in the middle, at the end, in space that was kept, or as another name for what was there. */
export function additions(
  { common, gone, fresh, renamed }: Matched,
  before: readonly Leaf[],
  { was, is, union }: Versions,
  moved: Matched['common'],
): Event[] {
  const pairs = [...common, ...renamed].filter(([leaf]) => !isReserved(leaf));
  const live = pairs.map(([, leaf]) => leaf);
  const lost = gone.filter((leaf) => !isReserved(leaf));
  const kept = before.filter(isReserved);
  const inserted = fresh.filter(
    (leaf) => moved.some(([a, b]) => b.from >= leaf.from && b.from > a.from) && !overlapsLive(leaf, common),
  );
  if (inserted.length > 0) return [insertion(inserted)];
  // An arm of a union that is larger, or aligned to more, than the others moves what stands behind it, or the union.
  const arms = fresh.filter(
    (leaf) =>
      !isReserved(leaf) &&
      leaf.to > leaf.from &&
      overlapsLive(leaf, common) &&
      moved.some(([a, b]) => b.from > a.from && b.from >= leaf.from),
  );
  if (!union && is.size > was.size && arms.length > 0) return [insertion(arms)];
  const beyond = fresh.filter((leaf) => leaf.to > was.size * 8 || leaf.from >= was.size * 8);
  const growing = is.size > was.size && beyond.length > 0 ? [growth(beyond)] : [];
  const open = growing.length === 0 ? beyond.filter(isOpen) : [];
  const inside = fresh
    .filter((leaf) => !beyond.includes(leaf) && !isReserved(leaf))
    .filter((leaf) => !lost.some((one) => overlap(one, leaf)))
    // What a shorter array left is that array's finding.
    .filter((leaf) => !pairs.some(([old, now]) => overlap(old, leaf) && !overlap(now, leaf)));
  const shared = inside.filter(
    (leaf) => union || live.some((one) => overlap(one, leaf)) || leaf.to === leaf.from,
  );
  return [
    ...growing,
    ...open.map(opening),
    ...naming(shared),
    ...taking(
      kept,
      inside.filter((leaf) => !shared.includes(leaf)),
    ),
  ];
}

/** `more[]`: nothing is stored there that the size counts. */
function isOpen({ shape, from, to }: Leaf): boolean {
  return from === to && shape.kind === 'array' && (shape.count ?? 0) === 0;
}

/** C goes on as before; C++ takes a struct that ends in `[]` neither inside another one nor as a base class. */
function opening(leaf: Leaf): Event {
  const what = `gains \`${leafDeclaration(leaf)}\` at its end; its size is the same`;
  const strict = leaf.shape.kind === 'array' && leaf.shape.count === undefined;
  return {
    rule: 'lay-flexible-array',
    member: leaf.name,
    what: strict ? `${what}, and C++ no longer takes it inside another struct or as a base class` : what,
    effect: strict ? 'source-break' : 'additive',
    severity: strict ? 'warning' : 'note',
    is: leaf,
    ...(strict ? { language: 'C++' } : {}),
  };
}

/** New names for space that other members have as well. */
function naming(leaves: readonly Leaf[]): Event[] {
  const [first] = leaves;
  if (!first) return [];
  const what = `${arrival(leaves)} ${leaves.length > 1 ? 'are other names' : 'is another name'} for space in use`;
  return [
    {
      rule: 'lay-member-added',
      member: first.name,
      what,
      effect: 'additive',
      severity: 'note',
      is: first,
    },
  ];
}

/** New members in space that was kept: one event for what was one reserved member. */
function taking(kept: readonly Leaf[], leaves: readonly Leaf[]): Event[] {
  const takers = new Map<Leaf | undefined, Leaf[]>();
  for (const leaf of leaves) {
    const space = kept.find((one) => overlap(one, leaf));
    takers.set(space, [...(takers.get(space) ?? []), leaf]);
  }
  return [...takers].map(([space, taking]): Event => {
    const [first] = taking as [Leaf];
    const where = space ? `space of ${space.name || 'an unnamed bit-field'}` : 'padding';
    return {
      rule: 'lay-reserved-used',
      member: first.name,
      what: `${arrival(taking)} ${taking.length > 1 ? 'are' : 'is'} in former ${where}`,
      effect: 'additive',
      severity: 'note',
      is: first,
      ...(space ? { reserved: space.name } : {}),
    };
  });
}

function arrival(leaves: readonly Leaf[]): string {
  const names = listed(leaves.map((leaf) => `\`${leafDeclaration(leaf)}\` at ${leafPlace(leaf)}`));
  return `the new member${leaves.length > 1 ? 's' : ''} ${names}`;
}

function overlapsLive(leaf: Leaf, common: Matched['common']): boolean {
  return common.some(([, is]) => overlap(is, leaf));
}

function insertion(inserted: readonly Leaf[]): Event {
  const [first] = inserted as [Leaf];
  return {
    rule: 'lay-member-moved',
    member: first.name,
    what: arrival(inserted),
    effect: 'binary-break',
    severity: 'error',
    is: first,
    sized: true,
  };
}

function growth(beyond: readonly Leaf[]): Event {
  const [first] = beyond as [Leaf];
  const names = listed(beyond.map((leaf) => `\`${leafDeclaration(leaf)}\` at ${leafPlace(leaf)}`));
  return {
    rule: 'lay-struct-grown',
    member: '',
    what: `grew at its end by ${names}`,
    effect: 'binary-break',
    severity: 'error',
    is: first,
    sized: true,
  };
}
