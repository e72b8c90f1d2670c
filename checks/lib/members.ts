// SPDX-License-Identifier: GPL-2.0-only
import type { Member, Struct } from '../../src/c/struct.ts';
import type { Severity } from '../rule.ts';

/** One difference between two texts of a struct, in words that follow the struct's name. */
export interface Difference {
  readonly severity: Severity;
  readonly message: string;
  /** In the text after; in the text before where the member is gone. */
  readonly line: number;
}

const RESERVED = /^_*(reserved|resv|rsvd|pad|padding)_?\d*$/;
/** Bytes of the types whose size is the same everywhere; the first two differ in alignment on i386 alone. */
const SIZES: Readonly<Record<string, number>> = {
  __u64: 8,
  __aligned_u64: 8,
  __s64: 8,
  __u32: 4,
  __s32: 4,
  __le32: 4,
  __u16: 2,
  __s16: 2,
  __u8: 1,
  __s8: 1,
};

/** What changed between two texts of one struct or union, by its members' names, types and order; no layout. */
export function differences(was: Struct, is: Struct): Difference[] {
  if (was.kind !== is.kind)
    return [{ severity: 'error', message: `was a ${was.kind}, now it is a ${is.kind}`, line: is.line }];
  const before = was.members.map(plain);
  const after = is.members.map(plain);
  const found: Difference[] = [];
  const placed = new Map<Member, number>();
  const accounted = new Set<Member>();
  const aligned: Member[] = [];

  for (const [at, old] of before.entries()) {
    const place = after.findIndex((one) =>
      old.name ? one.name === old.name : one.declaration === old.declaration,
    );
    const now = after[place];
    if (now) {
      placed.set(now, at);
      accounted.add(now);
      if (sameButAligned(old, now)) aligned.push(now);
      else if (now.declaration !== old.declaration) found.push(retyped(old, now));
      continue;
    }
    const substitute = after[at];
    const isNew =
      substitute &&
      !accounted.has(substitute) &&
      !before.some(({ name, declaration }) =>
        substitute.name ? name === substitute.name : declaration === substitute.declaration,
      );
    if (isNew) accounted.add(substitute);
    found.push(lost(old, isNew ? substitute : undefined));
  }

  found.push(...realigned(aligned), ...reordered(after, placed));
  const added = after.filter((one) => !accounted.has(one));
  if (added.length > 0) found.push(grown(was, is, after, added, placed));
  return found;
}

/** Annotations and the two spellings of a flexible array say the same of the layout. */
function plain(member: Member): Member {
  const declaration = member.declaration
    .replace(/\s*__counted_by(_le|_be)?\([^)]*\)/g, '')
    .replace(/\[0\]$/, '[]')
    .trim();
  return { ...member, declaration };
}

/** Two declarations that only the alignment of a __u64 tells apart; a later layout engine can say more. */
function sameButAligned(old: Member, now: Member): boolean {
  const aligned = (declaration: string) => declaration.replace(/\b__u64\b/g, '__aligned_u64');
  return old.declaration !== now.declaration && aligned(old.declaration) === aligned(now.declaration);
}

function retyped(old: Member, now: Member): Difference {
  const message = `${now.name || 'an unnamed member'} was \`${old.declaration}\`, now it is \`${now.declaration}\``;
  return { severity: 'error', message, line: now.line };
}

function realigned(members: readonly Member[]): Difference[] {
  const [first] = members;
  if (!first) return [];
  const names = members.map(({ name }) => name || 'an unnamed member').join(', ');
  const message = `${names} changed between __u64 and __aligned_u64, the same on 64 bits; could not evaluate whether anything moves on i386, where a __u64 is aligned to 4`;
  return [{ severity: 'note', message, line: first.line }];
}

function lost(old: Member, now: Member | undefined): Difference {
  const what = `\`${old.declaration}\``;
  if (!now) {
    const severity = RESERVED.test(old.name) ? 'note' : 'error';
    const doubt = severity === 'note' ? '; could not evaluate whether the rest of the layout is kept' : '';
    return { severity, message: `the member ${what} is gone${doubt}`, line: old.line };
  }
  const at = { line: now.line };
  if (RESERVED.test(old.name)) {
    const same = typeOf(old) === typeOf(now);
    const message = same
      ? `the reserved member ${old.name} is now \`${now.declaration}\`, which is safe where the kernel refused anything but 0 in it`
      : `the reserved ${what} is now \`${now.declaration}\`; could not evaluate whether the rest of the layout is kept`;
    return { ...at, severity: 'note', message };
  }
  const members = anonymousUnion(now);
  if (members?.includes(old.declaration)) {
    const size = (declaration: string) => SIZES[declaration.split(' ')[0] ?? ''];
    const own = size(old.declaration);
    const scalars = members.every((one) => /^\w+ \w+$/.test(one) && size(one) !== undefined);
    const fits = own !== undefined && scalars && members.every((one) => (size(one) as number) <= own);
    const message = fits
      ? `the member ${what} is now in an unnamed union that is no larger`
      : `the member ${what} is now in an unnamed union; could not evaluate whether that is larger`;
    return { ...at, severity: 'note', message };
  }
  const message =
    typeOf(old) === typeOf(now)
      ? `the member ${old.name} was renamed to ${now.name}`
      : `the member ${what} gave way to \`${now.declaration}\``;
  return { ...at, severity: 'error', message };
}

function typeOf({ name, declaration }: Member): string {
  return name ? declaration.replace(new RegExp(`\\b${name}\\b`), '') : declaration;
}

function anonymousUnion({ name, declaration }: Member): string[] | undefined {
  const body = name === '' ? /^union\s*\{(.*)\}$/.exec(declaration)?.[1] : undefined;
  return (
    body
      ?.split(';')
      .map((one) => one.trim())
      // Defines behind the last member; between two, nothing tells where their text ends.
      .filter((one, at, all) => one !== '' && !(at === all.length - 1 && one.startsWith('#')))
  );
}

function reordered(after: readonly Member[], placed: ReadonlyMap<Member, number>): Difference[] {
  let highest = -1;
  let last: Member | undefined;
  for (const member of after) {
    const old = placed.get(member);
    if (old === undefined) continue;
    if (old < highest && last)
      return [
        {
          severity: 'error',
          message: `${last.name || 'a member'} now stands before ${member.name || 'an unnamed member'}`,
          line: last.line,
        },
      ];
    highest = old;
    last = member;
  }
  return [];
}

function grown(
  was: Struct,
  is: Struct,
  after: readonly Member[],
  added: readonly Member[],
  placed: ReadonlyMap<Member, number>,
): Difference {
  const [first] = added as [Member];
  const names = added.map(({ name, declaration }) => name || declaration).join(', ');
  const at = { line: first.line };
  const lastOld = Math.max(-1, ...after.map((member, index) => (placed.has(member) ? index : -1)));
  const doubtful = was.members.some(({ name }) => RESERVED.test(name));
  if (is.kind === 'union') {
    const message = `the union gained ${names}; could not evaluate whether that made it larger`;
    return { ...at, severity: 'note', message };
  }
  if (after.indexOf(first) < lastOld && doubtful && was.members.length !== placed.size) {
    const message = `gained ${names} where it had reserved members; could not evaluate whether the rest of the layout is kept`;
    return { ...at, severity: 'note', message };
  }
  if (after.indexOf(first) < lastOld)
    return { ...at, severity: 'error', message: `gained ${names} before its end, so what follows moves` };
  if (after[0]?.name === 'argsz' && was.members[0]?.name === 'argsz')
    return { ...at, severity: 'note', message: `grew at its end by ${names}, as argsz allows` };
  const message = `grew at its end by ${names}, but does not begin with argsz, so the kernel cannot tell which size a program means`;
  return { ...at, severity: 'error', message };
}
