// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiHeader, ApiIoctl, ApiType } from '../../src/uapi/model.ts';
import { documentationOf } from './headers.ts';
import type { Profile } from './profile.ts';

/**
 * Structs that an ioctl may take, when its request does not tell: the one that its documentation names, else those
 * between its documentation, or the ioctl before, and itself. Empty where it takes none.
 */
export function argumentsOf(profile: Profile, api: Api, header: ApiHeader, ioctl: ApiIoctl): ApiType[] {
  const said = documentationOf(profile, header, ioctl.name);
  if (said?.argument !== undefined) {
    const named = api.type(said.argument, header.name);
    if (named?.kind === 'struct') return [named];
    // `char`, `__u32`: a plain value; a struct that does not exist is a slip of the comment.
    if (!/^struct\s/.test(said.argument)) return [];
  }
  const from = said?.line ?? precedingLine(header, ioctl);
  return header.types.filter(({ kind, line }) => kind === 'struct' && line > from && line < ioctl.line);
}

/** Of what stands before an ioctl without documentation, only what follows the last other definition is its own. */
function precedingLine({ macros }: ApiHeader, { line }: ApiIoctl): number {
  const others = macros.filter(({ inside }) => inside === undefined).map((one) => one.line);
  return Math.max(0, ...others.filter((other) => other < line));
}
