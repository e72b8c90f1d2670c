// SPDX-License-Identifier: GPL-2.0-only
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
  compare: ({ before, after }) =>
    refusalChanges(before, after).flatMap(({ function: name, errnos }) =>
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
};
