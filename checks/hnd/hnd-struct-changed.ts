// SPDX-License-Identifier: GPL-2.0-only
import type { Quotation } from '../../src/series/finding.ts';
import {
  type OwnMember,
  type OwnStruct,
  type OwnStructChange,
  ownStructChanges,
} from '../lib/driver/own-struct.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-struct-changed',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title:
    'A struct that a driver declares for itself and exchanges with programs, as for those of 32 bits, has its members elsewhere.',
  why: 'Such a struct says how a binary laid its data out, and no binary is laid out anew: the driver reads each later member from the wrong place, or moves more bytes than there is room for.',
  reference: 'Documentation/driver-api/ioctl.rst, "32-bit compat mode"',
  todo: 'Leave the struct as binaries have it; what is obsolete stays as a reserved member.',
  compare: ({ before, after }) => ownStructChanges(before, after).map(told),
};

function told({ was, is, old, now, isAtEnd }: OwnStructChange): Found {
  const what =
    old && now
      ? `${old.name} was \`${old.text}\`, now it is \`${now.text}\``
      : old
        ? `the member \`${old.text}\` is gone`
        : `\`${now?.text}\` is new`;
  const effect = isAtEnd ? 'its size is another one' : 'what follows is read from elsewhere';
  return {
    file: is.path,
    line: now?.line ?? is.line,
    symbol: `struct ${is.tag}`,
    message: `struct ${is.tag}, which the driver exchanges with programs: ${what}, and ${effect}`,
    ...(old ? { before: quoted(was, old) } : {}),
    ...(now ? { after: quoted(is, now) } : {}),
    breaks: ['old binary on new kernel'],
    key: (old ?? now)?.name ?? '',
  };
}

function quoted({ path }: OwnStruct, { text, line }: OwnMember): Quotation {
  return { file: path, line, text };
}
