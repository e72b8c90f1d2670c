// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import { codeAlone } from '../../../src/uapi/compare/code.ts';
import {
  type Api,
  type ApiType,
  type Comparison,
  isUnknown,
  type Pair,
  type Unresolved,
} from '../../../src/uapi/model.ts';
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
    .filter((pair) => !isToldOfError(pair, old, now))
    .filter(({ name }) => name === '' || (/^(struct|union|enum) /.test(name) && !listed.has(name)))
    .flatMap((pair): LayoutChange[] => {
      const one = pair.after ?? pair.before;
      const api = pair.after ? now : old;
      if (!one) return [];
      const file = api.header(pair.header)?.path ?? pair.header;
      const side = pair.after ? '' : ' on the old side';
      const part = one.behind
        ? `what stands behind line ${one.line} of ${pair.header}${side}`
        : `all of ${pair.header}`;
      const what = pair.name === '' ? part : `the layout of ${pair.name}`;
      const message = `could not evaluate ${what}: ${one.reason}`;
      const found = { file, line: one.line, symbol: pair.name || pair.header, message, targets: one.targets };
      return [{ rule: 'lay-undetermined', found }];
    });
}

/** Whether what stands behind a new #error is what stood there before: tre-error-reached says that the header ends. */
function isToldOfError({ name, header, before, after }: Pair<Unresolved>, old: Api, now: Api): boolean {
  const was = codeAlone(old.header(header)?.text ?? '');
  const errors = name === '' && !before && after ? (now.header(header)?.errors ?? []) : [];
  // Without the line of the #error, and the end of its group.
  return (
    errors.length > 0 &&
    errors.every(
      ({ behind }) =>
        behind === undefined ||
        was.endsWith(codeAlone(behind).replace(/^#[^\n]*\n(?:# ?endif[^\n]*\n)?/, '')),
    )
  );
}
