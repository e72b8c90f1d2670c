// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { Quotation } from '../../src/series/finding.ts';
import type { Sources } from '../../src/series/topic.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import { type ApiHeader, isUnknown } from '../../src/uapi/model.ts';
import { bareText, isDriver, wordsIn } from '../lib/driver/code.ts';
import { handedOn } from '../lib/driver/handed-on.ts';
import { type Promised, promisesOf } from '../lib/driver/promise.ts';
import { driverHeaders, reachesDrivers } from '../lib/driver/reach.ts';
import { NamesInUse } from '../lib/driver/use.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-name-unused',
  severity: 'warning',
  effect: 'defect',
  category: 'beh',
  needs: ['uapi', 'drivers', 'whole'],
  apart: true,
  title:
    'A new flag, capability, feature or extension is defined, and no driver at hand does anything with it.',
  why: 'A name without code takes a bit or a number for ever, and a program that waits for it waits in vain.',
  reference:
    'Documentation/process/stable-api-nonsense.rst; Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Define the name in the patch that makes a driver use it.',
  compare: (subject) => (reachesDrivers(subject) ? unused(subject) : []),
};

/** What a driver has to act on; enumerators of states, indexes and sizes are for programs as well. */
const ACTED_ON = /_FLAGS?_|_CAP_|_FEATURE_|_EXT_|^VFIO_(TYPE1_|SPAPR_|NOIOMMU_|UNMAP_|UPDATE_|DMA_CC)/;

function unused({ before, after, uapi }: Subject): Found[] {
  if (!uapi) return [];
  const was = promisesOf(uapi.before, before);
  const fresh = [...promisesOf(uapi.after, after).values()].filter(
    ({ name }) => !was.has(name) && ACTED_ON.test(name),
  );
  if (fresh.length === 0) return [];
  const files = after.paths.filter(isDriver).flatMap((path) => after.get(path) ?? []);
  const code = files.map(bareText);
  const headers = driverHeaders(after).flatMap((name) => headerText(uapi.after, name)?.text ?? []);
  const used = new NamesInUse({ has: (name) => files.some((file) => wordsIn(file).has(name)) }, [
    ...code,
    ...headers.map(blankComments),
  ]);
  return fresh
    .filter(({ name }) => !used.has(name))
    .map((one) => {
      const members = membersFor(uapi.after.header(one.header), one.name);
      const place = placeOf(members, one.name, after, [...headers.map(blankComments), ...code]);
      if (place) return passed(one, place);
      const [first] = members;
      const isAtHand =
        members.some(({ type }) => code.some((text) => text.includes(type))) ||
        siblingsOf(uapi.after.header(one.header), one.name, first?.type).some((name) => used.has(name));
      return first && !isAtHand ? elsewhere(one, first) : alone(one);
    });
}

/** Where a driver hands the member that a flag belongs to on to somebody else. */
function placeOf(
  members: readonly FlagMember[],
  name: string,
  sources: Sources,
  texts: readonly string[],
): Quotation | undefined {
  const isInMask = (mask: string) =>
    new NamesInUse(new Set(mask.match(/[A-Za-z_]\w*/g)), [mask, ...texts]).has(name);
  for (const { type, member } of members) {
    const place = handedOn(sources, type, member, isInMask);
    if (place) return place;
  }
  return undefined;
}

interface FlagMember {
  readonly type: string;
  readonly member: string;
}

/**
 * The members that a flag is for: that behind which it is defined, or the flags of the struct that its name, or its enum's,
 * begins with.
 */
function membersFor(header: ApiHeader | undefined, name: string): FlagMember[] {
  const inside = header?.macros.find((one) => one.name === name)?.inside;
  if (inside?.member !== undefined) return [{ type: inside.type, member: inside.member }];
  const tag = header?.enumerators.find((one) => one.name === name)?.enum.replace(/^enum /, '') ?? '';
  const bare = (type: string) => type.replace(/^struct /, '');
  const begin = (header?.types ?? []).filter(
    ({ name: type }) => name.startsWith(`${bare(type).toUpperCase()}_`) || tag.startsWith(`${bare(type)}_`),
  );
  const longest = Math.max(...begin.map(({ name: type }) => type.length));
  return begin.flatMap(({ name: type, on }) => {
    if (type.length < longest) return [];
    const [layout] = on.values();
    const members = !layout || isUnknown(layout) ? [] : layout.members;
    return members.filter((one) => /(^|_)flags?$/.test(one.name)).map((one) => ({ type, member: one.name }));
  });
}

/** Other names of a flag's enum, or that begin with its struct: who uses one of them is the driver of all. */
function siblingsOf(header: ApiHeader | undefined, name: string, type = ''): string[] {
  const { macros = [], enumerators = [] } = header ?? {};
  const own = enumerators.find((one) => one.name === name)?.enum;
  const stem = `${type.replace(/^struct /, '').toUpperCase()}_`;
  const kin = enumerators.filter((one) => one.enum !== '' && one.enum === own);
  return [...macros.filter((one) => one.name.startsWith(stem)), ...kin]
    .map((one) => one.name)
    .filter((one) => one !== name);
}

const AT_HAND = 'no driver at hand (drivers/vfio, drivers/iommu/iommufd, what the patch touches) mentions it';

function alone({ name, path, line, text }: Promised): Found {
  const message = `${name} is new, and ${AT_HAND}`;
  return { file: path, line, message, symbol: name, after: { file: path, line, text } };
}

function passed({ name, path, line }: Promised, place: Quotation): Found {
  const message = `${name} is new, and ${AT_HAND}; ${place.file}:${place.line} passes the value on whole, and kpw did not read who acts on it`;
  return { file: path, line, message, symbol: name, effect: 'undetermined', after: place };
}

function elsewhere({ name, path, line, text }: Promised, { type }: FlagMember): Found {
  const message = `${name} is new, and ${AT_HAND}; nor does any read ${type}, so the driver that does is elsewhere`;
  return {
    file: path,
    line,
    message,
    symbol: name,
    effect: 'undetermined',
    after: { file: path, line, text },
  };
}
