// SPDX-License-Identifier: GPL-2.0-only
// What two sides of a header say behind an #error, where nothing is known of what it declares.
import type { Api, ReachedError } from '../model.ts';
import { codeAlone } from './code.ts';
import { namesIn } from './names.ts';

/**
 * Whether both sides end at an #error on the same targets, and say the same from there on.
 *
 * @param differs whether a name means something else on the two sides
 */
export function isSameBehind(
  header: string,
  before: Api,
  after: Api,
  differs: (name: string) => boolean,
): boolean {
  const [was, is] = [before, after].map((api) => api.header(header)?.errors ?? []) as [
    readonly ReachedError[],
    readonly ReachedError[],
  ];
  if (was.length === 0 || is.some(({ behind }) => behind === undefined)) return false;
  if (textOf(was) !== textOf(is)) return false;
  return !is.some(({ behind = '' }) => namesIn(behind).some(differs));
}

function textOf(errors: readonly ReachedError[]): string {
  return errors.map(({ targets, behind = '' }) => `${targets.join()} ${codeAlone(behind)}`).join('\n');
}

/** Whether a side may declare a name behind an #error, which nobody reads. */
export function mayDeclareBehind(api: Api, header: string, name: string): boolean {
  const word = name.slice(name.indexOf(' ') + 1);
  const errors = api.header(header)?.errors ?? [];
  return errors.some(
    ({ behind }) => behind === undefined || (behind.includes(word) && namesIn(behind).includes(word)),
  );
}
