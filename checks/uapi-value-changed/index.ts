// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedHeader, changedHeaders, keptConstants } from '../lib/changed.ts';
import { flagFamilies, isMade } from '../lib/flags.ts';
import type { Constant } from '../lib/header.ts';
import { isId } from '../lib/id.ts';
import { requestOf } from '../lib/ioctl.ts';
import { idFamily } from '../lib/kinds.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-value-changed',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title: 'A macro or enumerator of a UAPI header has another value.',
  why: `Binaries keep the value that they were compiled with, so the kernel and they no longer mean the same thing. Ioctl numbers, flags and capability ids have rules of their own.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Superseded.',
  compare: (subject) =>
    changedHeaders(subject).flatMap((header) => [...changedConstants(header), ...changedMacros(header)]),
};

function changedConstants(header: ChangedHeader): Found[] {
  return keptConstants(header).flatMap(({ was, is }): Found[] => {
    if (isOthersBusiness(header, was, is)) return [];
    const at = { file: header.path, line: is.line };
    if (is.conditional || was.conditional) {
      if (was.expanded === is.expanded) return [];
      const message = `could not evaluate ${is.name}: conditionals choose between several definitions, and they changed`;
      return [{ ...at, severity: 'note', message }];
    }
    if (was.value !== undefined && is.value !== undefined) {
      if (was.value === is.value) return [];
      const message = `${is.name} was ${was.value}, now it is ${is.value}`;
      return is.countsOthers && was.countsOthers && is.value > was.value
        ? [{ ...at, severity: 'note', message: `${message}, since the enum that it counts has grown` }]
        : [{ ...at, message }];
    }
    if (was.expanded === is.expanded) return [];
    const strings = [was, is].every(({ expanded }) => /^"(?:\\.|[^"\\])*"$/.test(expanded));
    return strings
      ? [{ ...at, message: `${is.name} was ${was.expanded}, now it is ${is.expanded}` }]
      : [{ ...at, severity: 'note', message: `could not evaluate ${is.name}: its text ${change(was, is)}` }];
  });
}

function isOthersBusiness({ path, before, after }: ChangedHeader, was: Constant, is: Constant): boolean {
  if (!before || !after) return true;
  if (requestOf(before, was) && requestOf(after, is)) return true;
  if (was.value === undefined || is.value === undefined) return false;
  if (idFamily(path, is.name) && isId(was) && isId(is)) return true;
  const isFlag = (header: typeof before, constant: Constant) =>
    flagFamilies(header, constant).length > 0 && !isMade(constant);
  return isFlag(before, was) && isFlag(after, is);
}

function change(was: Constant, is: Constant): string {
  return `was ${was.text || 'empty'}, now it is ${is.text || 'empty'}`;
}

function changedMacros({ path, before, after }: ChangedHeader): Found[] {
  return [...(after?.functionMacros.values() ?? [])].flatMap((is): Found[] => {
    const was = before?.functionMacros.get(is.name);
    if (!was || was.text === is.text) return [];
    const message = `could not evaluate whether the macro ${is.name}() still gives the same: its text changed`;
    return [{ file: path, line: is.line, severity: 'note', message }];
  });
}
