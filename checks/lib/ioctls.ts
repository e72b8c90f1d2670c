// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { ApiIoctl, Comparison, Pair } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
import { differenceOf, identifiers, tokens } from './constants.ts';
import { constantProvider, keptHeaders, nameLikeness, once } from './names.ts';
import { type RequestChange, requestChanges, someRequest } from './request.ts';

export type Both = Pair<ApiIoctl> & { readonly before: ApiIoctl; readonly after: ApiIoctl };

/** What happened to the ioctls of two sides; a name is in one list only. */
export interface IoctlChanges {
  readonly removed: readonly { readonly pair: Pair<ApiIoctl>; readonly renamed: ApiIoctl | undefined }[];
  /** Another number, type, direction, or another type of argument. */
  readonly requests: readonly { readonly pair: Both; readonly changes: readonly RequestChange[] }[];
  /** The same text, and the type of the argument has another size. */
  readonly resized: readonly { readonly pair: Both; readonly changes: readonly RequestChange[] }[];
  /** The same text, and a name in it has another value: that one's rule says so. */
  readonly derived: readonly { readonly pair: Both; readonly cause: string }[];
  readonly added: readonly Pair<ApiIoctl>[];
  readonly undetermined: readonly { readonly pair: Both; readonly reason: string }[];
  /** A macro that is a request on one side only. */
  readonly turned: readonly Pair<ApiIoctl>[];
}

export const ioctlChanges = once(changes);

function changes(uapi: Comparison): IoctlChanges {
  const kept = keptHeaders(uapi);
  const plain = new Set(
    uapi.macros.filter(({ before, after }) => before && after).map(({ header, name }) => `${header} ${name}`),
  );
  const pairs = uapi.ioctls.filter(({ header }) => kept(header));
  // A macro that is a request on one side only: its value tells.
  const turned = pairs.filter(
    ({ header, name, before, after }) => !(before && after) && plain.has(`${header} ${name}`),
  );
  const gone = pairs.filter(
    ({ header, name, after }) => !after && constantProvider(uapi.after, header, name) === undefined,
  );
  const fresh = pairs.filter(
    ({ header, name, before }) => !before && constantProvider(uapi.before, header, name) === undefined,
  );
  const renamed = gone.map((pair) => ({ pair, renamed: renamedTo(pair, fresh) }));
  const taken = new Set(renamed.map((one) => one.renamed));
  return {
    ...judged(
      uapi,
      pairs.filter((pair): pair is Both => Boolean(pair.before && pair.after)),
    ),
    removed: renamed,
    added: fresh.filter(({ after }) => !taken.has(after)),
    turned,
  };
}

function renamedTo({ before, name, header }: Pair<ApiIoctl>, fresh: readonly Pair<ApiIoctl>[]) {
  const was = before && someRequest(before);
  return fresh
    .flatMap(({ after, header: other }) =>
      after && other === header && was && someRequest(after)?.value === was.value ? [after] : [],
    )
    .sort((a, b) => nameLikeness(b.name, name) - nameLikeness(a.name, name))[0];
}

function judged(uapi: Comparison, pairs: readonly Both[]) {
  const moved = movedNames(uapi);
  const requests: { pair: Both; changes: RequestChange[] }[] = [];
  const resized: { pair: Both; changes: RequestChange[] }[] = [];
  const derived: { pair: Both; cause: string }[] = [];
  const undetermined: { pair: Both; reason: string }[] = [];
  for (const pair of pairs) {
    const { changes: found, unknown } = requestChanges(pair.before.on, pair.after.on);
    const sameText = written(pair.before) === written(pair.after);
    if (found.length === 0) {
      if (unknown !== undefined && !sameText) undetermined.push({ pair, reason: unknown });
      continue;
    }
    const onlySize = found.every(
      ({ was, is }) => was.dir === is.dir && was.type === is.type && was.nr === is.nr,
    );
    const cause = sameText ? identifiers(pair.after.text).find((name) => moved.has(name)) : undefined;
    const sameArgument = argumentOf(pair.before) === argumentOf(pair.after);
    if (onlySize && sameArgument && !cause) resized.push({ pair, changes: found });
    else if (cause) derived.push({ pair, cause });
    else requests.push({ pair, changes: found });
  }
  return { requests, resized, derived, undetermined };
}

function written({ text }: ApiIoctl): string {
  return tokens(blankComments(text).replace(/\\\n/g, ' ')).join(' ');
}

function argumentOf({ argument = '' }: ApiIoctl): string {
  return tokens(argument).join(' ');
}

function movedNames({ macros, enumerators, ioctls }: Comparison): ReadonlySet<string> {
  const own = new Set(ioctls.map(({ name }) => name));
  return new Set(
    [...macros, ...enumerators].flatMap(({ name, before, after }) =>
      before && after && !own.has(name) && differenceOf(before.on, after.on).changes.length > 0 ? [name] : [],
    ),
  );
}

/** Names of the ioctls whose requests are others because of one of the given constants. */
export function requestsMadeOf(subject: Subject, causes: readonly string[]): string[] {
  return (ioctlChanges(subject)?.derived ?? [])
    .filter(({ cause }) => causes.includes(cause))
    .map(({ pair }) => pair.name);
}
