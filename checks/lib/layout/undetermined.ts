// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import { type ApiType, type Comparison, isUnknown, type Pair } from '../../../src/uapi/model.ts';
import { placed } from '../tell.ts';
import type { LayoutChange } from './event.ts';

/** Targets on which a type is there on both sides and a layout is not known. */
export function undeterminedLayouts(pair: Pair<ApiType>): LayoutChange[] {
  const reasons = new Map<string, TargetId[]>();
  for (const [target, was] of pair.before?.on ?? []) {
    const is = pair.after?.on.get(target);
    const unknown = is && (isUnknown(is) ? is : isUnknown(was) ? was : undefined);
    if (unknown) reasons.set(unknown.unknown, [...(reasons.get(unknown.unknown) ?? []), target]);
  }
  const [first] = reasons;
  if (!first) return [];
  const targets = [...reasons.values()].flat();
  const message = `could not evaluate the layout of ${pair.name}: ${first[0]}`;
  return [{ rule: 'lay-undetermined', found: { ...placed(pair), message, targets } }];
}

/** Types that could not be compared at all and stand in no other list; headers of which nothing is known. */
export function unresolvedTypes({ unresolved, types, before: old, after: now }: Comparison): LayoutChange[] {
  const listed = new Set(types.flatMap(({ name, before, after }) => (before && after ? [name] : [])));
  return unresolved
    .filter(({ name }) => name === '' || (/^(struct|union|enum) /.test(name) && !listed.has(name)))
    .flatMap((pair): LayoutChange[] => {
      const one = pair.after ?? pair.before;
      const api = pair.after ? now : old;
      if (!one) return [];
      const file = api.header(pair.header)?.path ?? pair.header;
      const what = pair.name === '' ? `all of ${pair.header}` : `the layout of ${pair.name}`;
      const message = `could not evaluate ${what}: ${one.reason}`;
      const found = { file, line: one.line, symbol: pair.name || pair.header, message, targets: one.targets };
      return [{ rule: 'lay-undetermined', found }];
    });
}
