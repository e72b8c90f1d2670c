// SPDX-License-Identifier: GPL-2.0-only
import { asRead } from '../api/lazy.ts';
import { SameOn } from '../api/same-on.ts';
import type {
  ApiEnumerator,
  ApiFunction,
  ApiIoctl,
  ApiMacro,
  ApiMember,
  ApiType,
  ApiTypedef,
  FunctionForm,
  On,
  Request,
  Shape,
  TypedefMeaning,
  TypeLayout,
  Unknown,
} from '../model.ts';
import { isUnknown } from '../model.ts';
import { isSameText } from './code.ts';

/** Whether what is known of a symbol on both sides is the same; unknown on either side is for `unresolved` to tell. */
export function isSameType(one: ApiType, other: ApiType): boolean {
  return (
    one.kind === other.kind &&
    one.attributes.join() === other.attributes.join() &&
    // Types that one reader takes for the same need no second one: they are in no finding.
    isSameOn(asRead(one), asRead(other), isSameLayout)
  );
}

export function isSameMacro(one: ApiMacro, other: ApiMacro): boolean {
  if (one.parameters?.length !== other.parameters?.length) return false;
  if (!isSameOn(one.on, other.on, (a, b) => a === b)) return false;
  return one.on.size > 0 || isSameText(placed(one), placed(other));
}

/** The body with parameters by their places: what they are called means nothing. */
function placed({ parameters = [], body }: ApiMacro): string {
  if (parameters.length === 0) return body;
  return body.replace(/[A-Za-z_]\w*/g, (name) => {
    const at = parameters.indexOf(name);
    return at < 0 ? name : `$${at}`;
  });
}

export function isSameEnumerator(one: ApiEnumerator, other: ApiEnumerator): boolean {
  return isSameOn(one.on, other.on, (a, b) => a === b);
}

export function isSameIoctl(one: ApiIoctl, other: ApiIoctl): boolean {
  return isSameText(one.argument ?? '', other.argument ?? '') && isSameOn(one.on, other.on, isSameRequest);
}

export function isSameTypedef(one: ApiTypedef, other: ApiTypedef): boolean {
  return isSameOn(one.on, other.on, isSameMeaning);
}

function isSameMeaning(a: TypedefMeaning, b: TypedefMeaning): boolean {
  if (!a.shape || !b.shape) return a.shape === b.shape && a.of === b.of;
  // What a pointer points to has no shape; of all others the name means nothing.
  return isSameShape(a.shape, b.shape) && (a.shape.kind !== 'pointer' || a.of === b.of);
}

export function isSameFunction(one: ApiFunction, other: ApiFunction): boolean {
  return isSameOn(one.on, other.on, isSameForm);
}

export function isSameForm(a: FunctionForm, b: FunctionForm): boolean {
  return isSameText(a.signature, b.signature) && isSameText(a.body ?? '', b.body ?? '');
}

/** Alike on every target on which both are known, and there on the same targets. */
function isSameOn<T extends object | bigint>(
  one: On<T>,
  other: On<T>,
  same: (a: T, b: T) => boolean,
): boolean {
  if (one.size !== other.size) return false;
  const alike = (a: T | Unknown, b: T | Unknown) => a === b || isUnknown(a) || isUnknown(b) || same(a, b);
  if (one instanceof SameOn && other instanceof SameOn && one.isForTargetsOf(other))
    return alike(one.value, other.value);
  for (const [target, a] of one) {
    const b = other.get(target);
    if (b === undefined || !alike(a, b)) return false;
  }
  return true;
}

function isSameRequest(a: Request, b: Request): boolean {
  return a.value === b.value && a.dir === b.dir && a.type === b.type && a.nr === b.nr && a.size === b.size;
}

function isSameLayout(a: TypeLayout, b: TypeLayout): boolean {
  return a.size === b.size && a.align === b.align && areSame(a.members, b.members);
}

function areSame(ones: readonly ApiMember[] = [], others: readonly ApiMember[] = []): boolean {
  return (
    ones.length === others.length && ones.every((one, index) => isSameMember(one, others[index] as ApiMember))
  );
}

function isSameMember(a: ApiMember, b: ApiMember): boolean {
  return (
    a.name === b.name &&
    a.offset === b.offset &&
    a.size === b.size &&
    a.bitOffset === b.bitOffset &&
    a.bits === b.bits &&
    a.type === b.type &&
    a.within.join() === b.within.join() &&
    isSameShape(a.shape, b.shape) &&
    areSame(a.members, b.members)
  );
}

function isSameShape(a: Shape, b: Shape): boolean {
  if (a.kind !== b.kind || a.size !== b.size) return false;
  if (a.kind === 'integer') return a.signed === (b as typeof a).signed;
  if (a.kind === 'array') return a.count === (b as typeof a).count && isSameShape(a.of, (b as typeof a).of);
  return !('name' in a) || a.name === (b as typeof a).name;
}
