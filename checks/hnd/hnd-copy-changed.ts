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
    changedBodies(before, after).flatMap((pair) => [...resized(pair), ...ignored(pair), ...unread(pair)]),
};

/** `if (count == sizeof(s32)) { if (copy_from_user(…` of a write(): data of that length, taken as they are. */
const OF_LENGTH =
  /\bif\s*\(\s*(\w+)\s*==\s*(sizeof\s*\([^()]*\)|\d+)\s*\)\s*\{?(?:[^{};]|\{)*?\b_{0,2}copy_from_user\s*\([^,]*,\s*(\w+)/g;

/** A form of a program's data that a function took by its length, and takes for another one now. */
function unread({ before, after }: BodyPair): Found[] {
  if (!before.text.includes('copy_from_user')) return [];
  const head = after.text.slice(0, after.text.indexOf('{'));
  const squashed = after.text.replace(/\s+/g, '');
  return [...before.text.matchAll(OF_LENGTH)].flatMap(
    ({ 1: count = '', 2: length = '', 3: data = '', index }) => {
      const isOfWrite =
        new RegExp(`__user\\s*\\*\\s*${data}\\b`).test(head) && new RegExp(`\\b${count}\\b`).test(head);
      const isRead = new RegExp(`\\b${data}\\b`).test(after.text.slice(head.length));
      const isAsked =
        squashed.includes(`${count}==${length.replace(/\s+/g, '')}`) || /copy_from_user/.test(after.text);
      if (!isOfWrite || !isRead || isAsked) return [];
      const place = quoted(before, index);
      return [
        {
          file: place.file,
          line: place.line,
          symbol: `${after.name}()`,
          message: `${after.name}() took ${length} bytes as they are, and now reads them as it reads all others`,
          before: place,
          breaks: ['old binary on new kernel'] as const,
          key: `length ${length}`,
        },
      ];
    },
  );
}

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

/** `ret = copy_to_user(…);`. */
const KEPT =
  /\n\s*\w+\s*=\s*_{0,2}(get_user|put_user|copy_to_user|copy_from_user|copy_from_sockptr|copy_to_sockptr)\s*\([^;]*\);/g;

/** Whether the variable is set to something else in the same block before anybody asks for it. */
function isOverwritten(text: string, { 0: whole, index }: RegExpExecArray): boolean {
  const variable = /\w+/.exec(whole)?.[0] ?? '';
  const rest = text.slice(index + whole.length);
  const block = rest.slice(0, rest.search(/[{}]|^\s*\w+:|\bgoto\b/m));
  return new RegExp(`^(?:(?!\\b${variable}\\b)[^])*\\b${variable}\\s*=(?!=)(?![^;]*\\b${variable}\\b)`).test(
    block,
  );
}

function ignored({ before, after }: BodyPair): Found[] {
  if (!/_(?:user|sockptr)\s*\(/.test(after.text)) return [];
  const alone = ({ text }: FunctionText) =>
    [...text.matchAll(ALONE), ...[...text.matchAll(KEPT)].filter((one) => isOverwritten(text, one))].map(
      ({ 0: whole, 1: callee = '', index }) => ({
        // Indented otherwise, or with access_ok() in the call, it is the same.
        whole: whole.replace(/\s+/g, '').replace(/^_+/, ''),
        callee,
        at: index + 1,
      }),
    );
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

function quoted(one: FunctionText, index: number) {
  const row = lineOf(one.text, index + (one.text.slice(index).search(/\S/) || 0));
  return { file: one.path, line: one.line + row - 1, text: oneLine(one.text.split('\n')[row - 1] ?? '') };
}
