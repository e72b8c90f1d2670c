// SPDX-License-Identifier: GPL-2.0-only

import type { Api, ApiHeader, ApiIoctl, ApiMember, ApiType } from '../../src/uapi/model.ts';
import { askedHeaders, ioctlsIn, someLayout } from '../lib/new-members.ts';
import { goesByNumber } from '../lib/request.ts';
import { keepsSpace } from '../lib/reserve-names.ts';
import { quotationOf } from '../lib/tell.ts';
import { argumentsOf } from '../profiles/argument.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Rule } from '../rule.ts';

/** Members by which a struct can learn more later: how much of it is meant, what of it is set, what is kept free. */
const ROOM =
  /^_*(argsz|size|len(gth)?|flags?|\w*_(flags|size)|reserved\w*|resv\w*|rsvd\w*|version|struct_size|usize|extensions?|chain|next)_*\d*$/;

export const rule: Rule = {
  id: 'new-no-growth',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'The struct of a new ioctl has no size, no flags and nothing reserved, so it can never grow.',
  why: `Whatever the command has to learn later needs a new ioctl with a new struct, and the old one has to be kept.`,
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Add a `__u32 flags` and refuse what is not known, or a size as the first member.',
  lint: (side) => {
    const told = new Set<string>();
    return askedHeaders(side).flatMap((header) =>
      ioctlsIn(side, header).flatMap((ioctl) => {
        const types = structsOf(side.api, header, ioctl);
        const type = types.at(-1);
        if (
          !type ||
          goesByNumber(ioctl) ||
          types.some((one) => hasRoom(side.api, one)) ||
          told.has(type.name)
        )
          return [];
        told.add(type.name);
        const message = `${type.name} of ${ioctl.name} has no size, no flags and no reserved member to grow by`;
        return [{ file: type.path, line: type.line, symbol: type.name, message, after: quotationOf(type) }];
      }),
    );
  },
};

function structsOf(api: Api, header: ApiHeader, ioctl: ApiIoctl): readonly ApiType[] {
  const profile = PROFILES.find(({ headers }) => headers.includes(header.name));
  // A subsystem that wants certain members first says so by a rule of its own.
  if (profile) return profile.first.length > 0 ? [] : argumentsOf(profile, api, header, ioctl);
  const tag = /^\s*(?:const\s+)?(struct\s+\w+)\s*$/.exec(ioctl.argument ?? '')?.[1]?.replace(/\s+/, ' ');
  const type = tag ? api.type(tag, header.name) : undefined;
  return type?.kind === 'struct' ? [type] : [];
}

function hasRoom(api: Api, type: ApiType): boolean {
  const members = someLayout(type)?.members;
  // Nothing is said of what has no known layout.
  if (
    members === undefined ||
    members.some((one) => ROOM.test(one.name) || keepsSpace(one.name) || isFiller(one))
  )
    return true;
  return isEnvelope(members) || hasBits(api, type);
}

/** `__u8 align[4]`, as linux/sed-opal.h calls it. */
function isFiller({ name, shape }: ApiMember): boolean {
  return name === 'align' && shape.kind === 'array';
}

/** A pointer and the length of what it points to: what may grow is there (struct tee_ioctl_buf_data of linux/tee.h). */
function isEnvelope(members: readonly ApiMember[]): boolean {
  const [pointer, length] = members;
  return (
    members.length === 2 &&
    /ptr|addr|buf|data/.test(pointer?.name ?? '') &&
    /len|size/.test(length?.name ?? '')
  );
}

/** Flags by another name, whose bits are defined among the members: `mode` of struct uffdio_poison. */
function hasBits(api: Api, { name, header }: ApiType): boolean {
  const macros = api.header(header)?.macros ?? [];
  return macros.some(({ inside, body }) => inside?.type === name && /\b1[uUlL]*\s*\)*\s*<</.test(body));
}
