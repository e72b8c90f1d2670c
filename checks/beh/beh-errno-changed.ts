// SPDX-License-Identifier: GPL-2.0-only
import { type BodyPair, changedBodies, firstMention } from '../lib/driver/body.ts';
import { quote } from '../lib/driver/code.ts';
import { refusalChanges } from '../lib/driver/refusal-change.ts';
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
  compare: ({ before, after }) => [
    ...changedBodies(before, after).flatMap(unknownOption),
    ...refusalChanges(before, after).flatMap(({ function: name, errnos }) =>
      errnos
        .filter(({ was }) => !was.text.includes('WARN_ON'))
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
    ),
  ],
};

/** What answers an option of a socket that a function does not know: its last return, or the default of its switch. */
const LAST = /\breturn\s+-(E[A-Z]+)\s*;\s*\}\s*$/;
const DEFAULT = /\bdefault:\s*(?:return|\w+\s*=)\s*-(E[A-Z]+)\s*;/;

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
