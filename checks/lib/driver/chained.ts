// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { type ApiType, isUnknown, type Pair, type TypeLayout } from '../../../src/uapi/model.ts';
import type { Subject } from '../../rule.ts';
import { listed } from '../tell.ts';
import { accessesOf } from './access.ts';
import { flat } from './code.ts';
import { filesWith, functionsOfFile } from './functions.ts';
import { localsIn } from './local.ts';

/** What tells programs that an element of a chain has grown. */
export interface Chained {
  /** Its header: `struct vfio_info_cap_header`. */
  readonly header: string;
  /** Versions that only the new kernel hands out; undefined where the drivers at hand do not show them. */
  readonly fresh: readonly string[] | undefined;
}

/**
 * An element of a chain that the kernel returns begins with a header that says its version and where the next one is,
 * so a program that knows an older version walks on (include/uapi/linux/vfio.h, struct vfio_info_cap_header). Undefined
 * for any other struct, and for one that a driver copies from userspace.
 */
export function chained(subject: Subject, pair: Pair<ApiType>): Chained | undefined {
  const header = layoutOf(pair.before)?.members[0]?.shape;
  if (header?.kind !== 'struct' || !subject.uapi) return undefined;
  const names = layoutOf(subject.uapi.before.type(header.name, pair.header))?.members ?? [];
  const counts = (name: string) => names.some((one) => one.name === name && one.shape.kind === 'integer');
  if (!counts('next') || !counts('version')) return undefined;
  const tag = pair.name.replace(/^struct /, '');
  if (subject.lacks.drivers !== undefined) return { header: header.name, fresh: undefined };
  if (accessesOf(subject.after, tag).some(({ copies }) => copies.length > 0)) return undefined;
  const [old, now] = [versionsIn(subject.before, tag), versionsIn(subject.after, tag)];
  const known = old.length > 0 && now.length > 0;
  return {
    header: header.name,
    fresh: known ? now.filter((version) => !old.includes(version)) : undefined,
  };
}

function layoutOf(type: ApiType | undefined): TypeLayout | undefined {
  return [...(type?.on.values() ?? [])].find((one): one is TypeLayout => !isUnknown(one));
}

/** Versions that drivers write to a struct: `.header.version = 1` of its initialiser, or by its name. */
function versionsIn(sources: Sources, tag: string): string[] {
  const found = filesWith(sources, tag)
    .flatMap((file) =>
      functionsOfFile(file, (text) => text.includes(tag)).flatMap((code) => localsIn(code, tag)),
    )
    .flatMap(({ name, scope, initialiser = '' }) => {
      const later = new RegExp(`\\b${name}(?:\\.|->)\\w+\\.version ?= ?(\\w+)`, 'g');
      const text = flat(scope.file, scope.node);
      return [...initialiser.matchAll(/\.version ?= ?(\w+)/g), ...text.matchAll(later)];
    });
  return [...new Set(found.map(([, version = '']) => version))];
}

/** `version 2`, `versions 2 and 3`. */
export function versionText(versions: readonly string[]): string {
  return `version${versions.length > 1 ? 's' : ''} ${listed(versions)}`;
}
