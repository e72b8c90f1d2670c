// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, ApiIoctl } from '../../src/uapi/model.ts';
import { dispatchSpaces } from '../lib/driver/spaces.ts';
import { ioctlsIn } from '../lib/new-members.ts';
import { someRequest } from '../lib/request.ts';
import type { Side } from '../rule.ts';
import { profileHeaders } from './headers.ts';
import type { Descriptor, Profile } from './profile.ts';

/** Two ioctls of one kind of descriptor with the same type and number; `later` stands behind `first`. */
export interface Clash {
  readonly descriptor: Descriptor;
  readonly first: ApiIoctl;
  readonly later: ApiIoctl;
}

/**
 * Ioctls that share a number on one kind of descriptor. The dispatchers tell the kinds of a command, and its name
 * where no dispatcher has it.
 */
export function clashes(profile: Profile, side: Side): Clash[] {
  const headers = profileHeaders(profile, side);
  if (headers.length === 0) return [];
  // Two that clash anew are not both as they were, or a dispatcher is not.
  if (side.reach && !side.reach.drivers && !headers.some((header) => ioctlsIn(side, header).length > 0))
    return [];
  const kinds = kindsOf(profile, side);
  const found = new Map<string, Clash>();
  for (const header of headers)
    for (const [at, later] of header.ioctls.entries())
      for (const first of header.ioctls.slice(0, at)) {
        if (!isSameNumber(first, later) || isAlias(header, first, later)) continue;
        const descriptor = shared(profile, kinds(first.name), kinds(later.name));
        if (descriptor && !found.has(later.name)) found.set(later.name, { descriptor, first, later });
      }
  return [...found.values()];
}

function kindsOf(profile: Profile, { sources }: Side): (name: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  const ids = new Set(profile.descriptors.map(({ id }) => id));
  for (const { id, commands } of dispatchSpaces(sources, profile.kinds))
    if (ids.has(id)) for (const { name } of commands) known.set(name, (known.get(name) ?? new Set()).add(id));
  return (name) =>
    known.get(name) ??
    new Set(profile.descriptors.filter(({ names }) => names.test(name)).map(({ id }) => id));
}

function shared({ descriptors }: Profile, one: ReadonlySet<string>, other: ReadonlySet<string>) {
  const withOthers = (ids: ReadonlySet<string>) =>
    new Set([...ids].flatMap((id) => [id, ...(descriptors.find((known) => known.id === id)?.with ?? [])]));
  const [a, b] = [withOthers(one), withOthers(other)];
  return descriptors.find(({ id }) => a.has(id) && b.has(id));
}

function isSameNumber(one: ApiIoctl, other: ApiIoctl): boolean {
  const [a, b] = [someRequest(one), someRequest(other)];
  return a !== undefined && b !== undefined && a.type === b.type && a.nr === b.nr;
}

function isAlias({ macros }: ApiHeader, one: ApiIoctl, other: ApiIoctl): boolean {
  const body = (name: string) => macros.find((macro) => macro.name === name)?.body;
  return body(one.name) === other.name || body(other.name) === one.name;
}
