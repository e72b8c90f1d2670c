// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../src/series/topic.ts';
import { type BodyPair, changedBodies, firstMention } from '../lib/driver/body.ts';
import { quote } from '../lib/driver/code.ts';
import { exchangedLines } from '../lib/driver/exchanged-line.ts';
import { isReached } from '../lib/driver/reached.ts';
import { refusalChanges } from '../lib/driver/refusal-change.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-errno-changed',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'A refusal returns another errno than before.',
  why: 'Programs choose what to do next by the errno: fall back, retry, give up.',
  reference: 'Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Keep the errno, or say in the message which programs looked at it.',
  compare: ({ before, after }) => {
    const told = [...refused(before, after), ...changedBodies(before, after).flatMap(ofBody)];
    // What a condition leads to is said by the condition, and not by its line once more.
    const lines = new Set(told.map(({ file, line }) => `${file} ${line}`));
    const others = changedBodies(before, after).flatMap((pair) => exchanged(after, pair));
    return [...told, ...others.filter(({ file, line }) => !isBeside(lines, file, line))];
  },
};

function ofBody(pair: BodyPair): Found[] {
  return [...unknownOption(pair), ...ofCall(pair)];
}

/** An `if` and what it answers stand in one line, or in two or three. */
function isBeside(lines: ReadonlySet<string>, file: string, line: number): boolean {
  return [0, 1, 2, 3].some((above) => lines.has(`${file} ${line - above}`));
}

/** What a call before answered, which several conditions of a function ask alike. */
const OUTCOME = /^!?\(?(?:ret|rc|err|error|res|retval|status)\b/;

function refused(before: Sources, after: Sources): Found[] {
  return refusalChanges(before, after).flatMap(({ function: name, after: body, errnos }) =>
    (errnos.length > 0 && (isForKernel(after, body) || !isReached(after, body)) ? [] : errnos)
      // Of ENOTSUPP no program knows: include/linux/errno.h keeps it for the kernel.
      .filter(
        ({ was }) => !/WARN_ON/.test(was.text) && !OUTCOME.test(was.text) && !was.errnos.includes('ENOTSUPP'),
      )
      .map(({ was, is }): Found => {
        const [then, now] = [quote(was.code), quote(is.code)];
        const message = `${name}() answered -${was.errnos.join(', -')} where ${is.text}, now -${is.errnos.join(', -')}`;
        return {
          file: now.file,
          line: now.line,
          message,
          symbol: `${name}()`,
          before: then,
          after: now,
          breaks: ['old binary on new kernel'],
          key: is.text,
        };
      }),
  );
}

const ANY_ERRNO = /-(E[A-Z][A-Z0-9]+)\b/g;
/** Of ioctls, the one becomes the other: fs/ioctl.c, vfs_ioctl(). */
const NO_COMMAND = ['ENOTTY', 'ENOIOCTLCMD'];

/** A line that is what it was but for its errno, in a function that a program reaches: an arm, a goto, the last return. */
function exchanged(after: Sources, { before: was, after: is }: BodyPair): Found[] {
  if (!was.text.includes('-E') || !isReached(after, is) || isForKernel(after, is)) return [];
  const told = new Set<string>();
  return exchangedLines(was.text, is.text).flatMap((change): Found[] => {
    const [then, now] = [change.was, change.is].map((line) =>
      [...line.matchAll(ANY_ERRNO)].map(([, name]) => name),
    );
    const [one, other] = [then?.[0], now?.[0]];
    if (one === undefined || other === undefined || one === other || then?.length !== 1 || now?.length !== 1)
      return [];
    const blank = (line: string) => line.replace(ANY_ERRNO, '-').trim();
    if (blank(change.was) !== blank(change.is)) return [];
    if (one === 'ENOTSUPP' || (NO_COMMAND.includes(one) && NO_COMMAND.includes(other))) return [];
    const key = `${one} ${other}`;
    if (told.has(key)) return [];
    told.add(key);
    const place = (body: BodyPair['after'], at: number, text: string) => ({
      file: body.path,
      line: body.line + at,
      text: oneLine(text),
    });
    const here = place(is, change.now, change.is);
    return [
      {
        file: here.file,
        line: here.line,
        message: `${is.name}() answered -${one}, now -${other}, at \`${blank(change.is).replace('-', `-${other}`)}\``,
        symbol: `${is.name}()`,
        before: place(was, change.at, change.was),
        after: here,
        breaks: ['old binary on new kernel'],
        key,
      },
    ];
  });
}

/** Whether other modules call it, and by its name no program does: what those answer is theirs. */
function isForKernel(sources: Sources, { name, path }: BodyPair['after']): boolean {
  if (/ioctl|_open\b|_mmap\b|_read\b|_write\b|sockopt|_poll\b/.test(name)) return false;
  return new RegExp(`\\bEXPORT_SYMBOL(?:_\\w+)?\\(${name}\\b`).test(sources.get(path)?.text ?? '');
}

/** `if (condition) return -EINVAL;`, one statement. */
const REFUSAL = /\bif \(([^;{}]*)\)\s*(?:\{\s*)?return\s+-(E[A-Z]+)\s*;/g;

/** Of a system call, which is no function to the parser: one condition, one errno on each side. */
function ofCall({ before, after }: BodyPair): Found[] {
  if (!/^(?:compat_)?sys_/.test(after.name)) return [];
  const refusals = ({ text }: BodyPair['after']) => {
    const made = new Map<string, { errnos: Set<string>; at: string }>();
    for (const [whole, condition = '', errno = ''] of text.matchAll(REFUSAL)) {
      const asked = condition.replace(/\s+/g, ' ');
      const one = made.get(asked) ?? { errnos: new Set(), at: whole };
      made.set(asked, one);
      one.errnos.add(errno);
    }
    return made;
  };
  const now = refusals(after);
  return [...refusals(before)].flatMap(([condition, was]): Found[] => {
    const is = now.get(condition);
    const [[then], [errno]] = [[...was.errnos], [...(is?.errnos ?? [])]];
    if (!is || was.errnos.size !== 1 || is.errnos.size !== 1 || then === errno) return [];
    if (/WARN_ON/.test(condition)) return [];
    const mention = (body: BodyPair['after'], text: string) =>
      firstMention(body, new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    const place = mention(after, is.at);
    return [
      {
        file: place.file,
        line: place.line,
        message: `${after.name}() answered -${then} where ${condition}, now -${errno}`,
        symbol: `${after.name}()`,
        before: mention(before, was.at),
        after: place,
        breaks: ['old binary on new kernel'],
        key: condition,
      },
    ];
  });
}

/** What answers an option of a socket that a function does not know: its last return, or the default of its switch. */
const LAST = /\breturn\s+-(E[A-Z]+)\s*;\s*\}\s*$/;
const DEFAULT = /(?<=\n\t)default:\s*(?:return|\w+\s*=)\s*-(E[A-Z]+)\s*;/;

/** Of ioctls hnd-errno tells. */
function unknownOption({ before, after }: BodyPair): Found[] {
  if (!/[gs]et_?sockopt/.test(after.name)) return [];
  return [LAST, DEFAULT].flatMap((pattern): Found[] => {
    const [was, is] = [pattern.exec(before.text)?.[1], pattern.exec(after.text)?.[1]];
    if (was === undefined || is === undefined || was === is) return [];
    if (![was, is].includes('ENOPROTOOPT')) return [];
    const place = firstMention(after, new RegExp(pattern.source.replace('(E[A-Z]+)', is)));
    return [
      {
        file: place.file,
        line: place.line,
        message: `${after.name}() answered -${was} to an option that it does not know, now -${is}`,
        symbol: `${after.name}()`,
        before: firstMention(before, new RegExp(pattern.source.replace('(E[A-Z]+)', was))),
        after: place,
        breaks: ['old binary on new kernel'],
        key: 'unknown option',
      },
    ];
  });
}
