// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import {
  type ApiIoctl,
  type ApiMacro,
  type Direction,
  isUnknown,
  type On,
  type Request,
} from '../../src/uapi/model.ts';

const MACRO: Readonly<Record<Direction, string>> = {
  none: '_IO',
  read: '_IOR',
  write: '_IOW',
  'read-write': '_IOWR',
};

/** `_IO(';', 122)`, `_IOR(0xae, 3, 16 bytes)`: the number as encoded, since a header may count from any base. */
export function spelledRequest({ dir, type, nr, size }: Request): string {
  const sized = size > 0 || dir !== 'none' ? `, ${size} bytes` : '';
  return `${MACRO[dir]}(${spelledType(type)}, ${nr}${sized})`;
}

/** The character in quotes, or hex where it is none to print. */
export function spelledType(type: number): string {
  const isGraphic = type > 0x20 && type < 0x7f;
  return isGraphic ? `'${String.fromCharCode(type)}'` : `0x${type.toString(16).padStart(2, '0')}`;
}

/** The request of the first target that knows it: type, number and direction are alike on nearly all. */
export function someRequest({ on }: Pick<ApiIoctl, 'on'>): Request | undefined {
  for (const request of on.values()) if (!isUnknown(request)) return request;
  return undefined;
}

export interface RequestChange {
  readonly was: Request;
  readonly is: Request;
  /** Undefined where it holds on all targets that have the ioctl on both sides. */
  readonly targets?: readonly TargetId[];
}

/** How the requests of one name differ, grouped by the two values; and why it cannot be told on some target. */
export function requestChanges(before: On<Request>, after: On<Request>) {
  const groups = new Map<string, { was: Request; is: Request; targets: TargetId[] }>();
  let unknown: string | undefined;
  let common = 0;
  for (const [target, was] of before) {
    const is = after.get(target);
    if (is === undefined) continue;
    common++;
    if (isUnknown(was) || isUnknown(is))
      unknown ??= isUnknown(was) ? was.unknown : isUnknown(is) ? is.unknown : '';
    else if (was.value !== is.value) {
      const key = `${was.value} ${is.value}`;
      const group = groups.get(key) ?? { was, is, targets: [] };
      groups.set(key, group);
      group.targets.push(target);
    }
  }
  const changes: RequestChange[] = [...groups.values()].map(({ was, is, targets }) =>
    targets.length === common ? { was, is } : { was, is, targets },
  );
  return { changes, unknown };
}

/** `was …, now it is …`, once for what is spelled alike: architectures encode the same request in other bits. */
export function toldRequests(changes: readonly RequestChange[]): string {
  const words = new Map<string, TargetId[] | undefined>();
  for (const { was, is, targets } of changes) {
    const text = `was ${spelledRequest(was)}, now it is ${spelledRequest(is)}`;
    words.set(text, targets && [...(words.get(text) ?? []), ...targets]);
  }
  if (words.size === 1) return [...words.keys()].join();
  return [...words]
    .map(([text, targets]) => (targets ? `${text} on ${targets.join(', ')}` : text))
    .join('; ');
}

/**
 * Whether a subsystem's dispatcher takes the number alone from a request and copies as much as both sides know: there a
 * struct may grow at its end. drm_ioctl() and kfd_ioctl() do.
 */
export function goesByNumber(
  { header, text }: { readonly header: string; readonly text: string },
  macros: readonly ApiMacro[] = [],
): boolean {
  if (/^drm\/|^linux\/kfd_ioctl\.h$/.test(header) || BY_NUMBER.test(text)) return true;
  // A driver's own macro over one of these.
  return macros.some(
    ({ name, parameters, body }) => parameters && text.includes(`${name}(`) && BY_NUMBER.test(body),
  );
}

/** Their own macros, wherever a library keeps its copy of the header (libdrm has it in include/drm, Mesa beside others). */
const BY_NUMBER = /\b(?:DRM_IO(?:R|W|WR)?|AMDKFD_IO(?:R|W|WR)?)\s*\(/;
