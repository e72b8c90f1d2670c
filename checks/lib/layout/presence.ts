// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import { isSameType } from '../../../src/uapi/compare/equal.ts';
import { type ApiType, type Comparison, isUnknown, type Pair } from '../../../src/uapi/model.ts';
import { hasHeader } from '../has.ts';
import { placed } from '../tell.ts';
import type { LayoutChange } from './event.ts';
import { OLD_AND_NEW_BINARIES, RECOMPILED_SOURCE } from './found.ts';

/** A type that only one side has. What comes or goes with its whole header is told of the header. */
export function presence(pair: Pair<ApiType>, uapi: Comparison): LayoutChange[] {
  const { name, header, before, after } = pair;
  const at = placed(pair);
  if (!before && after) {
    if (!hasHeader(uapi.before, header) || kindred(pair, uapi)) return [];
    return [{ rule: 'lay-type-added', found: { ...at, message: `${name} is new${sizeText(after)}` } }];
  }
  if (!before || after || !hasHeader(uapi.after, header) || isDoubtful(name, header, uapi)) return [];
  const other = kindred(pair, uapi);
  if (other?.after) return [kindChange(pair, before, other.after)];
  const alias = aliasOf(pair, uapi);
  if (alias && isSameType(before, alias)) {
    const message = `${name} is ${alias.name} now, and a macro has its old name`;
    return [{ rule: 'lay-type-removed', found: { ...at, message, severity: 'note', effect: 'additive' } }];
  }
  const moved = uapi.types.find((one) => one.name === name && one.after)?.header;
  // What the header includes now, and nobody has at hand, may declare it: bionic's <bits/tcphdr.h>.
  const absent = (uapi.after.header(header)?.missing ?? []).filter(
    (one) => !uapi.before.header(header)?.missing.includes(one),
  );
  if (moved === undefined && absent.length > 0) {
    const message = `${name} is gone, or in ${absent.join(', ')}, which ${header} includes now and which is not at hand`;
    return [
      { rule: 'lay-type-removed', found: { ...at, message, severity: 'warning', effect: 'undetermined' } },
    ];
  }
  const where = moved === undefined ? '' : `: it is in ${moved} now, which ${header} does not include`;
  return [
    {
      rule: 'lay-type-removed',
      found: { ...at, message: `${name} is gone${where}`, breaks: RECOMPILED_SOURCE },
    },
  ];
}

/** `#define lamp lamp_info`: the type that the old tag leads to, of the header or of what it includes. */
function aliasOf({ name, header, before }: Pair<ApiType>, { after }: Comparison): ApiType | undefined {
  const macro = after.header(header)?.macros.find((one) => one.name === tagOf(name) && !one.parameters);
  if (!before || !macro) return undefined;
  return after.type(`${name.slice(0, -tagOf(name).length)}${macro.body.trim()}`, header);
}

/** The pair with what the old tag leads to, where that is laid out otherwise. */
export function throughAlias<P extends Pair<ApiType>>(pair: P, uapi: Comparison): P {
  const alias = pair.before && !pair.after ? aliasOf(pair, uapi) : undefined;
  return alias && pair.before && !isSameType(pair.before, alias) ? { ...pair, after: alias } : pair;
}

/** Whether the new side declares it in a text that is not understood: that is told of that text. */
function isDoubtful(name: string, header: string, { unresolved }: Comparison): boolean {
  return unresolved.some((one) => one.header === header && one.name === name && one.after !== undefined);
}

/** A type of another kind with the same tag on the other side: `union x` of `struct x`. */
function kindred({ name, header, before }: Pair<ApiType>, uapi: Comparison): Pair<ApiType> | undefined {
  const tag = tagOf(name);
  return uapi.types.find(
    (one) =>
      one.header === header &&
      one.name !== name &&
      tagOf(one.name) === tag &&
      (before ? !one.before && one.after !== undefined : one.before !== undefined && !one.after),
  );
}

function tagOf(name: string): string {
  return name.replace(/^(struct|union|enum) /, '');
}

export function kindChange({ name }: Pair<ApiType>, before: ApiType, after: ApiType): LayoutChange {
  const at = placed({ name, header: after.header, before, after });
  const message = `${name} was a ${before.kind}, now it is a ${after.kind}`;
  return {
    rule: 'lay-kind',
    found: { ...at, message, breaks: [...OLD_AND_NEW_BINARIES, ...RECOMPILED_SOURCE] },
  };
}

/** Targets that have the type on one side only, where both sides have it somewhere. */
export function partly(pair: Pair<ApiType>): LayoutChange[] {
  const { name, before, after } = pair;
  if (!before || !after) return [];
  const [were, are] = [[...before.on.keys()], [...after.on.keys()]];
  const lost = were.filter((target) => !are.includes(target));
  const won = are.filter((target) => !were.includes(target));
  const change = (rule: string, verb: string, targets: TargetId[]): LayoutChange[] => {
    if (targets.length === 0) return [];
    const message = `${name} is ${verb} on ${targets.join(', ')}`;
    const breaks = rule === 'lay-type-removed' ? { breaks: RECOMPILED_SOURCE } : {};
    // Where it is gone, of the header that had it: another architecture's may still have the type.
    const side = rule === 'lay-type-removed' ? { after: undefined } : { before: undefined };
    const at = placed({ ...pair, ...side }, targets);
    return [{ rule, found: { ...at, message, targets, key: 'partly', ...breaks } }];
  };
  return [...change('lay-type-removed', 'gone', lost), ...change('lay-type-added', 'new', won)];
}

function sizeText({ kind, on }: ApiType): string {
  const sizes = [...new Set([...on.values()].flatMap((one) => (isUnknown(one) ? [] : [one.size])))];
  return kind === 'enum' || sizes.length === 0
    ? ''
    : `: ${sizes.join(' or ')} byte${sizes.join() === '1' ? '' : 's'}`;
}
