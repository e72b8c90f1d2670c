// SPDX-License-Identifier: GPL-2.0-only
import { firstMention } from '../lib/driver/body.ts';
import { fileChanges, type KernelFileChange } from '../lib/driver/kernel-files.ts';
import { type FormatChange, formatChanges } from '../lib/driver/printed.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-file-changed',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title:
    'A file of sysfs, /proc or /proc/sys, a folder of sysfs or a parameter of a module is gone, is closed to those who could read or write it, or has its value in another format.',
  why: 'Programs and scripts open these files by name and read what is in them as text; Documentation/ABI and sysctl describe many of them, and no compiler sees one that is gone.',
  reference: 'Documentation/admin-guide/sysfs-rules.rst; Documentation/ABI/README',
  todo: 'Keep the file, its mode and its format; give what is new a file of its own.',
  compare: ({ before, after }) => [
    ...fileChanges(before, after).map(file),
    ...formatChanges(before, after).map(format),
  ],
};

const KINDS: Readonly<Record<KernelFileChange['kind'], (name: string) => string>> = {
  attribute: (name) => `the attribute ${name} of sysfs`,
  folder: (name) => `the folder ${name} of sysfs`,
  proc: (name) => `the file ${name} of /proc`,
  sysctl: (name) => `the sysctl ${name}`,
  parameter: (name) => `the parameter ${name} of the module`,
};

function file({ kind, name, lost, modes, place }: KernelFileChange): Found {
  const what =
    lost === 'file'
      ? 'is gone'
      : modes
        ? `had the mode ${modes[0]}, now it has ${modes[1]}: fewer can ${lost} it`
        : lost === 'read'
          ? 'can no longer be read'
          : 'can no longer be written';
  return {
    file: place.file,
    line: place.line,
    symbol: name,
    message: `${KINDS[kind](name)} ${what}`,
    before: place,
    breaks: ['old binary on new kernel'],
    key: `${kind} ${lost}`,
  };
}

function format({ before, after, was, is, what }: FormatChange): Found {
  const where = (one: FormatChange['before'], text: string) =>
    firstMention(one, what === 'prints' ? new RegExp(`"${escaped(text).slice(0, 40)}`) : /strto\w+\s*\(/);
  const place = where(after, is);
  return {
    file: place.file,
    line: place.line,
    symbol: after.name.replace(/_(show|store)$/, ''),
    message:
      what === 'prints'
        ? `${after.name}() printed "${was}", now "${is}"`
        : `${after.name}() read a number in base ${was}, now in base ${is}`,
    before: where(before, was),
    after: place,
    breaks: ['old binary on new kernel'],
    key: what,
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '.');
}
