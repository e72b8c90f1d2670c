// SPDX-License-Identifier: GPL-2.0-only
import { foreignText } from '../../c/preprocess/foreign.ts';
import type { TargetId } from '../../c/target.ts';
import { typeFrom } from '../api.ts';
import type { Api, ApiHeader } from '../model.ts';

/**
 * The old side where an #error goes away: no program had what stands behind it, so on the targets on which the new side
 * does not end there, it counts as not there. Where both end, it is not known. The side itself if no #error goes.
 *
 * @param changed names of the headers whose text differs
 */
export function endedAtErrors(before: Api, after: Api, changed: Iterable<string>): Api {
  const goes = (name: string) => mayEnd(before, name) && goneOn(before, after, name).size > 0;
  if (![...changed].some(goes)) return before;
  const made = new Map<string, ApiHeader | undefined>();
  const header = (name: string) => {
    if (!made.has(name)) {
      const gone = goneOn(before, after, name);
      made.set(name, gone.size > 0 ? before.upToError(name, gone) : before.header(name));
    }
    return made.get(name);
  };
  return { ...before, header, type: (name, from) => typeFrom(name, from, header) };
}

/** Targets on which the old side of a header ends at an #error, and the new one at none. */
function goneOn(before: Api, after: Api, name: string): ReadonlySet<TargetId> {
  const targets = (api: Api) => api.header(name)?.errors.flatMap((error) => error.targets) ?? [];
  const ended = targets(before);
  if (ended.length === 0 || !after.header(name)) return new Set();
  const still = targets(after);
  return new Set(ended.filter((target) => !still.includes(target)));
}

/** By the text alone: of most headers nothing has to be read. */
function mayEnd({ headers, targets }: Api, name: string): boolean {
  const texts = new Set(targets.map((target) => headers.get(name, target)?.text ?? ''));
  return [...texts].some(
    (text) =>
      (text.includes('error') && /^[ \t]*#[ \t]*error\b/m.test(text)) || foreignText(text) !== undefined,
  );
}
