// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import { memo } from '../../../src/memo.ts';
import { codeAlone } from '../../../src/uapi/compare/code.ts';
import {
  type Api,
  type ApiType,
  type Comparison,
  isUnknown,
  type Pair,
  type Unresolved,
} from '../../../src/uapi/model.ts';
import { layoutsLeft } from '../left-to-program.ts';
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
  return [{ rule: 'lay-undetermined', found: { ...placed(pair, targets), message, targets } }];
}

/** The pair with the layouts that it has for a program which includes what its header leaves to it. */
export function laidOut<P extends Pair<ApiType>>(uapi: Comparison, pair: P): P {
  const { before, after } = pair;
  if (!before || !after || (isLaidOut(before) && isLaidOut(after))) return pair;
  const was = isLaidOut(before) ? before : withLayouts(uapi.before, before);
  const is = was && (isLaidOut(after) ? after : withLayouts(uapi.after, after));
  return is ? { ...pair, before: was, after: is } : pair;
}

function isLaidOut({ on }: ApiType): boolean {
  return ![...on.values()].some(isUnknown);
}

function withLayouts(api: Api, type: ApiType): ApiType | undefined {
  const { name, header, path, line, text, kind, attributes } = type;
  const left = layoutsLeft(api, header, name);
  const on = new Map(
    [...type.on.keys()].flatMap((target) => {
      const layout = left?.get(target);
      return layout ? [[target, layout] as const] : [];
    }),
  );
  return on.size === type.on.size ? { name, header, path, line, text, kind, attributes, on } : undefined;
}

/** Types that no list has since their layouts are not known, and are to such a program. */
export const typesLeft = memo((uapi: Comparison): readonly Pair<ApiType>[] => {
  const listed = listedTypes(uapi);
  return uapi.unresolved.flatMap(({ name, header, before, after }): Pair<ApiType>[] => {
    if (name === '' || listed.has(name)) return [];
    const typeOn = (api: Api) => api.header(header)?.types.find((one) => one.name === name);
    const pair = { name, header, before: typeOn(uapi.before), after: typeOn(uapi.after) };
    const known = before || after ? laidOut(uapi, pair) : pair;
    return known === pair ? [] : [known];
  });
});

function listedTypes({ types }: Comparison): Set<string> {
  return new Set(types.flatMap(({ name, before, after }) => (before && after ? [name] : [])));
}

/** Types that could not be compared at all and stand in no other list; headers of which nothing is known. */
export function unresolvedTypes(uapi: Comparison): LayoutChange[] {
  const { unresolved, before: old, after: now } = uapi;
  const listed = listedTypes(uapi);
  for (const { name } of typesLeft(uapi)) listed.add(name);
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
