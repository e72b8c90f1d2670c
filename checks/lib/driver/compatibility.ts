// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import type { Api } from '../../../src/uapi/model.ts';
import { type Mention, type Promised, promisedMentions, promisesOf } from './promise.ts';

/** A kernel that programs may be built for and run on: the base, or one design. */
export interface CompatibleKernel {
  readonly name: string;
  readonly api: Api;
  readonly sources: Sources;
}

type Fate = 'works' | 'falls back' | 'breaks';

/** What becomes of a program that uses all that one kernel serves, on another. */
export interface Compatibility {
  readonly builtFor: string;
  readonly runsOn: string;
  /** The worst of the reasons; `works` where there is none. */
  readonly fate: Fate;
  readonly reasons: readonly { readonly name: string; readonly fate: Fate; readonly why: string }[];
}

/**
 * Which programs built for A run on B, for every two of the designs: from the names that the headers define and the
 * drivers serve, so from what the text shows. A program falls back where it can find out: an ioctl or a feature that
 * fails, a flag or a capability that is not there. That it does find out is the program's affair.
 */
export function compatibility(designs: readonly CompatibleKernel[]): Compatibility[] {
  const all = designs.map((design) => {
    const promised = promisesOf(design.api, design.sources);
    return { ...design, promised, mentions: promisedMentions(design.sources, promised) };
  });
  return all.flatMap((a) =>
    all
      .filter((b) => b !== a)
      .map((b): Compatibility => {
        const reasons = [...a.mentions].flatMap(([name, mentions]) => {
          const reason = judge(name, mentions, a.promised.get(name), b.promised, b.mentions.get(name) ?? []);
          return reason ? [{ name, ...reason }] : [];
        });
        const fate = (['breaks', 'falls back'] as const).find((one) =>
          reasons.some((reason) => reason.fate === one),
        );
        return { builtFor: a.name, runsOn: b.name, fate: fate ?? 'works', reasons };
      }),
  );
}

function judge(
  name: string,
  served: readonly Mention[],
  own: Promised | undefined,
  there: ReadonlyMap<string, Promised>,
  mentions: readonly Mention[],
): { fate: Fate; why: string } | undefined {
  const same = there.get(name);
  const value = own && writtenAs(own);
  if (same && value !== undefined && writtenAs(same) !== value)
    return { fate: 'breaks', why: `${value} here, ${writtenAs(same)} there` };
  const role = served.some((one) => one.role === 'dispatched')
    ? 'dispatched'
    : served.some((one) => one.role === 'produced')
      ? 'produced'
      : 'consumed';
  if (mentions.some((one) => one.role === role)) return undefined;
  const other = own && taken(own, there);
  if (other) return { fate: 'breaks', why: `its number is that of ${other} there` };
  if (role === 'dispatched') return { fate: 'falls back', why: 'is not dispatched there, so it fails' };
  if (role === 'produced') return { fate: 'falls back', why: 'is not handed out there' };
  return undefined;
}

/** The replacement text, without comments and spacing; undefined for an enumerator without a value. */
function writtenAs({ text, name }: Promised): string | undefined {
  const [, value] = new RegExp(`\\b${name}\\b\\s*=?\\s*(.*)$`, 's').exec(text) ?? [];
  const plain = value?.replace(/\/\*.*|\/\/.*|,\s*$/gs, '').replace(/\s+/g, '');
  return plain === '' ? undefined : plain;
}

/** Another ioctl of the other header that has the same request, where this one's name does not exist. */
function taken(own: Promised, there: ReadonlyMap<string, Promised>): string | undefined {
  const value = writtenAs(own);
  if (there.has(own.name) || !value?.startsWith('_IO')) return undefined;
  const kind = own.name.split('_').slice(0, 2).join('_');
  return [...there.values()].find(
    ({ name, ...rest }) => name.startsWith(`${kind}_`) && writtenAs({ name, ...rest }) === value,
  )?.name;
}
