// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedHeader, changedHeaders, keptConstants } from '../lib/changed.ts';
import { describe, newIoctls, type Request, requestOf, requestsOf } from '../lib/ioctl.ts';
import { descriptorsOf } from '../lib/kinds.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-ioctl-number',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title:
    'A new ioctl takes a number that is in use on the same kind of file descriptor, or an existing one moves.',
  why: `The kernel tells commands apart by their request number alone. A binary that was built for one command reaches the other, with a struct that means something else.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Command number definitions"',
  todo: 'Superseded.',
  compare: (subject) => [
    ...newIoctls(subject).flatMap(({ header, request }) => taken(header, request)),
    ...changedHeaders(subject).flatMap(moved),
  ],
};

function taken(header: ChangedHeader, request: Request): Found[] {
  const { name, line, text } = request.constant;
  const at = { file: header.path, line };
  if (request.type === undefined || request.number === undefined) {
    const message = `could not evaluate the number of the new ioctl ${name}, ${text}`;
    return [{ ...at, severity: 'note', message }];
  }
  const families = descriptorsOf(header.path, name);
  if (!families) {
    const message = `could not tell by its name which kind of descriptor the new ioctl ${name} is for, so nobody looked whether ${describe(request)} is free there`;
    return [{ ...at, severity: 'note', message }];
  }
  return families.flatMap(({ words, names }) => {
    const competes = (other: Request) =>
      other.constant.name !== name &&
      names.test(other.constant.name) &&
      other.type === request.type &&
      other.number === request.number;
    // Two new ioctls with one number are one finding, at the later one.
    const now = requestsOf(header.after).find(
      (other) =>
        competes(other) && (header.before?.constants.has(other.constant.name) || other.constant.line < line),
    );
    if (now) {
      const same = now.macro === request.macro && now.argument === request.argument;
      const message = same
        ? `the new ioctl ${name} is ${describe(request)}, which is ${now.constant.name} ${words} (line ${now.constant.line})`
        : `the new ioctl ${name}, ${describe(request)}, shares type and number with ${now.constant.name}, ${describe(now)}, ${words}`;
      return [{ ...at, severity: same ? 'error' : 'warning', message }] satisfies Found[];
    }
    const gone = requestsOf(header.before).find(
      (other) => competes(other) && !header.after?.constants.has(other.constant.name),
    );
    if (!gone) return [];
    const message = `the new ioctl ${name} is ${describe(request)}, which was ${gone.constant.name} ${words}: binaries that know the old name will call it`;
    return [{ ...at, message }];
  });
}

function moved(header: ChangedHeader): Found[] {
  const { before, after, path } = header;
  if (!before || !after) return [];
  return keptConstants(header).flatMap(({ was, is }) => {
    const old = requestOf(before, was);
    const now = requestOf(after, is);
    if (!old || !now || was.expanded === is.expanded) return [];
    if ([old.type, old.number, now.type, now.number].includes(undefined)) {
      const message = `could not evaluate whether ${is.name} kept its number: it was ${was.text}, now it is ${is.text}`;
      return [{ file: path, line: is.line, severity: 'note', message }] satisfies Found[];
    }
    if (describe(old) === describe(now)) return [];
    return [
      { file: path, line: is.line, message: `${is.name} was ${describe(old)}, now it is ${describe(now)}` },
    ];
  });
}
