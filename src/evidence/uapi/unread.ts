// SPDX-License-Identifier: GPL-2.0-only
import { listed } from '../../../checks/lib/tell.ts';
import type { Unread } from '../../../checks/rule.ts';
import type { UapiSide } from '../../uapi/side/open.ts';
import { DRIVERS } from '../../uapi/side/sources.ts';

/** What of two sides was not read, and whether it is the same nobody knows. */
export function unreadSides(before: UapiSide, after: UapiSide): Unread[] {
  return [
    ...architectures(before, after),
    ...foreign(after),
    ...tables(after),
    ...unreadable(before, after),
    ...drivers(after),
  ];
}

/** One sentence for each architecture that was left out and is the same on both sides, or is on one alone. */
export function leftOutNotes(before: UapiSide, after: UapiSide): string[] {
  const told = new Set(architectures(before, after).map(({ what }) => what));
  const names = new Set([...(before.leftOut?.keys() ?? []), ...(after.leftOut?.keys() ?? [])]);
  return [...names].sort().flatMap((name) => {
    const count = Math.max(...[before, after].map(({ leftOut }) => leftOut?.get(name)?.length ?? 0));
    const headers = `${count} header${count === 1 ? '' : 's'}`;
    return told.has(`the headers of ${name}`)
      ? []
      : [`${headers} of ${name} left out: no target stands for that architecture`];
  });
}

function architectures(before: UapiSide, after: UapiSide): Unread[] {
  const names = [...(after.leftOut?.keys() ?? [])].filter((name) => before.leftOut?.has(name));
  return names.sort().flatMap((name): Unread[] => {
    const [was, is] = [before, after].map(({ leftOut }) => leftOut?.get(name) ?? []) as [string[], string[]];
    const paths = [...new Set([...was, ...is])].sort();
    const differing = paths.filter((path) => before.files.read(path) !== after.files.read(path));
    const [file] = differing;
    if (file === undefined) return [];
    const differ = differing.length === 1 ? 'differs' : 'differ';
    return [
      {
        file,
        what: `the headers of ${name}`,
        reason: `${differing.length} ${differ}, and no target stands for that architecture`,
      },
    ];
  });
}

/** One finding for all of them: a release changes those of a dozen. */
function foreign({ foreign: paths = [] }: UapiSide): Unread[] {
  const [file] = paths;
  if (file === undefined) return [];
  const names = [...new Set(paths.map((path) => path.split('/')[1] ?? ''))];
  const [differ, stands] = [paths.length === 1 ? 'differs' : 'differ', names.length === 1 ? 'that' : 'these'];
  return [
    {
      file,
      what: `the headers of ${listed(names)}`,
      reason: `${paths.length} ${differ}, and no target stands for ${stands} architecture${names.length === 1 ? '' : 's'}`,
    },
  ];
}

function tables({ unreadTables = [] }: UapiSide): Unread[] {
  return unreadTables.map((path) => ({
    file: path,
    what: `the system calls in ${path}`,
    reason: 'they differ, and kpw reads no header that is made of them',
  }));
}

function drivers({ unreadDrivers = [], spec }: UapiSide): Unread[] {
  return unreadDrivers.map((path) =>
    path === 'drivers'
      ? {
          file: spec,
          what: 'the drivers',
          reason: `apart from ${DRIVERS.join(' and ')} they are not at hand, or too many differ`,
        }
      : { file: path, what: path, reason: 'it is not at hand' },
  );
}

/** Links that lead nowhere, folders without permission: of headers alone, and of each side. */
function unreadable(before: UapiSide, after: UapiSide): Unread[] {
  const found = new Map<string, Unread>();
  for (const { spec, files } of [before, after])
    for (const [path, reason] of files.unread ?? [])
      if (/\.h$|^[^.]*$/.test(path) && !isBelow(path, files.unread))
        found.set(path, { file: path, what: path || spec, reason: `${reason} (${spec})` });
  return [...found.values()];
}

/** Whether a folder around it stands for it. */
function isBelow(path: string, unread: ReadonlyMap<string, string> = new Map()): boolean {
  return path.split('/').some((_, at, parts) => at > 0 && unread.has(parts.slice(0, at).join('/')));
}
