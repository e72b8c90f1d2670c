// SPDX-License-Identifier: GPL-2.0-only
import type { ApiEnumerator, ApiHeader, ApiMacro } from '../../src/uapi/model.ts';
import { agreedValue, identifiers } from '../lib/constants.ts';
import type { Numbers, Profile } from './profile.ts';

/** A constant with the family that it competes in, and what it takes of it. */
export interface Id {
  readonly constant: ApiMacro | ApiEnumerator;
  readonly family: string;
  /** Its number, or the bits of a flag. */
  readonly value: bigint;
  readonly isFlag: boolean;
}

/** All ids and flags of a header. */
export function idsOf(profile: Profile, header: ApiHeader): Id[] {
  const macros = header.macros.filter(({ parameters, body }) => !parameters && body !== '');
  const constants = [...macros, ...header.enumerators];
  const sections = profile.ids.map((family) => ({ family, within: sectionOf(header, family) }));
  return constants.flatMap((constant): Id[] => {
    const value = agreedValue(constant.on);
    if (value === undefined) return [];
    const flags = flagFamilies(constant).map((family) => ({ constant, family, value, isFlag: true }));
    if (flags.length > 0) return isMade(constant) ? [] : flags;
    if (!isId(constant)) return [];
    return sections
      .filter(({ family, within }) => family.names.test(constant.name) || within(constant.line))
      .map(({ family }) => ({ constant, family: family.words, value, isFlag: false }));
  });
}

/** What stands inside a struct is a flag or a value of a member: VFIO_DEVICE_FEATURE_GET, …_SET_MASTER. */
function isId(constant: ApiMacro | ApiEnumerator): boolean {
  return !('body' in constant) || (constant.inside === undefined && !/<<|_IO/.test(constant.body));
}

function sectionOf({ macros }: ApiHeader, { between }: Numbers): (line: number) => boolean {
  const [from, to] = (between ?? []).map((name) => macros.find((macro) => macro.name === name)?.line);
  return (line) => from !== undefined && to !== undefined && line > from && line < to;
}

const PREFIX = /^(\w+?_FLAGS?)_\w+$/;

/** The member of the struct behind which a flag stands, which is VFIO's house style; and its prefix up to FLAG. */
function flagFamilies(constant: ApiMacro | ApiEnumerator): string[] {
  if (!('body' in constant)) return [];
  const { name, body, inside } = constant;
  const isShifted = /^\(*\s*(1|0x1)[uUlL]*\s*<<\s*\w+\s*\)*$/.test(body);
  const prefix = PREFIX.exec(name)?.[1];
  if (!isShifted && !prefix) return [];
  const families = prefix ? [`${prefix}_*`] : [];
  if (inside?.member && isShifted) families.push(`${inside.type}.${inside.member}`);
  return families;
}

/** A mask or an alias is made of other flags, so sharing their bits is its purpose. */
function isMade(constant: ApiMacro | ApiEnumerator): boolean {
  return (
    /(^|_)MASK(_|$)/.test(constant.name) ||
    ('body' in constant && identifiers(constant.body).some((one) => !/^[uUlL]+$/.test(one)))
  );
}
