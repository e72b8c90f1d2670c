// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedHeader, changedHeaders, keptConstants, newConstants } from '../lib/changed.ts';
import type { Constant } from '../lib/header.ts';
import { isId } from '../lib/id.ts';
import { idFamily } from '../lib/kinds.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-capability-id',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title:
    'A new capability or device feature takes an id that is in use in its family, or an existing one moves.',
  why: `Userspace walks a chain of capabilities and casts each by its id: two that share one are read through the wrong struct. What the id of a device feature selects is decided the same way.`,
  reference: 'include/uapi/linux/vfio.h, the comment above struct vfio_info_cap_header',
  todo: 'Superseded.',
  compare: (subject) =>
    changedHeaders(subject).flatMap((header) => [
      ...newConstants(header).flatMap((constant) => taken(header, constant)),
      ...moved(header),
    ]),
};

function taken({ before, after, path }: ChangedHeader, constant: Constant): Found[] {
  const family = idFamily(path, constant.name);
  if (!family || !isId(constant)) return [];
  const { name, value, line, text } = constant;
  if (value === undefined) {
    const message = `could not evaluate the id of ${name}, ${text}, among the ${family.words}`;
    return [{ file: path, line, severity: 'note', message }];
  }
  const competes = (other: Constant) =>
    other.name !== name && family.names.test(other.name) && isId(other) && other.value === value;
  const now = [...(after?.constants.values() ?? [])].find(
    (other) => competes(other) && (before?.constants.has(other.name) || other.line < line),
  );
  if (now) {
    const message = `${name} has id ${value}, which ${now.name} has among the ${family.words} (line ${now.line})`;
    return [{ file: path, line, message }];
  }
  const gone = [...(before?.constants.values() ?? [])].find(
    (other) => competes(other) && !after?.constants.has(other.name),
  );
  if (!gone) return [];
  const message = `${name} has id ${value}, which ${gone.name} had among the ${family.words} before it went`;
  return [{ file: path, line, severity: 'warning', message }];
}

function moved(header: ChangedHeader): Found[] {
  return keptConstants(header).flatMap(({ was, is }) => {
    const family = idFamily(header.path, is.name);
    if (!family || !isId(is) || !isId(was)) return [];
    if (was.value === undefined || is.value === undefined || was.value === is.value) return [];
    const message = `${is.name} had id ${was.value} among the ${family.words}, now it has ${is.value}`;
    return [{ file: header.path, line: is.line, message }];
  });
}
