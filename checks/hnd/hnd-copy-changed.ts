// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import { type BodyPair, changedBodies, type FunctionText } from '../lib/driver/body.ts';
import { type CopyCall, copyCallsIn } from '../lib/driver/copied-width.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-copy-changed',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title:
    'A handler moves another number of bytes from or to a program than it did, or no longer looks at whether they were moved.',
  why: 'Binaries give as much room as the request says: what is longer overruns it, of what is shorter the rest is garbage. Who passes a bad pointer and is told 0 takes garbage for the answer.',
  reference:
    'Documentation/kernel-hacking/hacking.rst, "copy_to_user() / copy_from_user() / get_user() / put_user()"',
  todo: 'Move as many bytes as before, and answer -EFAULT where that fails; give other data a request of its own.',
  compare: ({ before, after }) =>
    changedBodies(before, after).flatMap((pair) => [...resized(pair), ...ignored(pair)]),
};

function resized({ before, after }: BodyPair): Found[] {
  if (!/_user\s*\(/.test(before.text)) return [];
  const [was, is] = [copyCallsIn(before), copyCallsIn(after)];
  if (was.length !== is.length) return [];
  return was.flatMap((one, at): Found[] => {
    const other = is[at] as CopyCall;
    if (one.callee !== other.callee) return [];
    const differs = one.width !== undefined && other.width !== undefined && one.width !== other.width;
    const shrinks =
      one.less === undefined &&
      other.less !== undefined &&
      other.text.startsWith(one.text.slice(0, -1).trimEnd());
    if (!differs && !shrinks) return [];
    const what = differs ? `${bytes(one)}, now ${bytes(other)}` : `all of it, now ${other.less} bytes less`;
    return [
      told(
        after,
        other.at,
        `${after.name}() moved by ${one.callee}() ${what}`,
        `${one.callee} ${at}`,
        before,
        one.at,
      ),
    ];
  });
}

function bytes({ width }: CopyCall): string {
  return width === 'long' ? 'a long' : `${width} byte${width === 1 ? '' : 's'}`;
}

/** A call that is a statement of its own. */
const ALONE =
  /(?<=[;{}:)]\s*)\n\s*_{0,2}(get_user|put_user|copy_to_user|copy_from_user|copy_from_sockptr|copy_to_sockptr)\s*\([^;]*\);/g;

function ignored({ before, after }: BodyPair): Found[] {
  if (!/_(?:user|sockptr)\s*\(/.test(after.text)) return [];
  const alone = ({ text }: FunctionText) =>
    [...text.matchAll(ALONE)].map(({ 0: whole, 1: callee = '', index }) => ({
      // Indented otherwise, or with access_ok() in the call, it is the same.
      whole: whole.replace(/\s+/g, '').replace(/^_+/, ''),
      callee,
      at: index + 1,
    }));
  const known = alone(before);
  return alone(after)
    .filter(({ whole, callee }) => !known.some((one) => one.whole === whole) && before.text.includes(callee))
    .map(({ callee, at }) =>
      told(
        after,
        at,
        `${after.name}() does not look at what ${callee}() answers`,
        `${callee} ignored`,
        undefined,
        0,
        'defect',
      ),
    );
}

function told(
  body: FunctionText,
  at: number,
  message: string,
  key: string,
  before: FunctionText | undefined,
  place: number,
  effect: 'behaviour-break' | 'defect' = 'behaviour-break',
): Found {
  const quoted = (one: FunctionText, index: number) => {
    const row = lineOf(one.text, index + (one.text.slice(index).search(/\S/) || 0));
    return { file: one.path, line: one.line + row - 1, text: oneLine(one.text.split('\n')[row - 1] ?? '') };
  };
  const now = quoted(body, at);
  return {
    file: now.file,
    line: now.line,
    symbol: `${body.name}()`,
    message,
    ...(before ? { before: quoted(before, place) } : {}),
    after: now,
    ...(effect === 'behaviour-break' ? { breaks: ['old binary on new kernel'] as const } : { effect }),
    key,
  };
}
