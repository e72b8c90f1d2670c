// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import {
  type ApiTypedef,
  type Comparison,
  isUnknown,
  type Pair,
  type TypedefMeaning,
} from '../../src/uapi/model.ts';
import { declaredChanges, isSameResolved } from '../lib/declared.ts';
import { pointerText, pointsToFunction } from '../lib/layout/pointer.ts';
import { charSignedOn, isSameByte, onlySignDiffers, sameShape } from '../lib/layout/shape.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-typedef-changed',
  severity: 'error',
  effect: 'binary-break',
  category: 'dec',
  needs: ['uapi'],
  title: 'A typedef of the UAPI stands for another type.',
  why: 'With another size or kind, a variable of an old binary is not what the kernel reads. With another sign, comparisons, shifts and formats of recompiled source mean something else.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep what it stands for, and add a typedef with a new name.',
  compare: (subject) =>
    (declaredChanges(subject)?.typedefs.changed ?? []).flatMap((pair) => told(pair, subject.uapi)),
};

type Both = Pair<ApiTypedef> & { readonly before: ApiTypedef; readonly after: ApiTypedef };

function told(pair: Both, uapi: Comparison | undefined): Found[] {
  const { name, before, after } = pair;
  const groups = new Map<
    string,
    {
      was: TypedefMeaning;
      is: TypedefMeaning;
      full: readonly [TypedefMeaning, TypedefMeaning];
      targets: TargetId[];
    }
  >();
  const lost: TargetId[] = [];
  // With its typedefs written out a pointer tells whether it leads to a function.
  const resolved = (of: TypedefMeaning, side: 'before' | 'after', target: TargetId): TypedefMeaning =>
    of.shape?.kind === 'pointer'
      ? { ...of, of: uapi?.[side].header(pair.header)?.resolved(of.of, target) ?? of.of }
      : of;
  // A typedef of the same pointer.
  const isSamePointer = (was: TypedefMeaning, is: TypedefMeaning, target: TargetId) =>
    was.shape?.kind === 'pointer' &&
    is.shape?.kind === 'pointer' &&
    isSameResolved(uapi, pair.header, target, was.of, is.of);
  let doubt: string | undefined;
  for (const [target, was] of before.on) {
    const is = after.on.get(target);
    if (is === undefined) lost.push(target);
    else if (isUnknown(was) || isUnknown(is)) doubt ??= [was, is].find(isUnknown)?.unknown;
    else if (!alike(was, is, target) && !isSamePointer(was, is, target)) {
      const full = [resolved(was, 'before', target), resolved(is, 'after', target)] as const;
      const key = `${was.of} ${is.of} ${effectOf(...full)}`;
      const group = groups.get(key) ?? { was, is, full, targets: [] };
      groups.set(key, group);
      group.targets.push(target);
    }
  }
  const found = [...groups.values()].map(({ was, is, full, targets }): Found => {
    const effect = effectOf(...full);
    const some = targets.length < before.on.size ? { targets } : {};
    const message = `the typedef ${name} was \`${was.of}\`, now it is \`${is.of}\`${words(...full)}`;
    const at = { ...placed(pair), message, key: `${was.of} ${is.of}`, ...some };
    if (effect === 'additive') return { ...at, effect, severity: 'note' };
    return effect === 'binary-break'
      ? { ...at, breaks: ['old binary on new kernel', 'new binary on old kernel'] }
      : { ...at, effect, severity: 'warning', breaks: ['recompiled source'] };
  });
  if (lost.length > 0)
    found.push({
      ...placed(pair),
      message: `the typedef ${name} is gone on ${lost.join(', ')}`,
      effect: 'source-break',
      targets: lost,
      breaks: ['recompiled source'],
      key: 'lost',
    });
  if (found.length === 0 && doubt !== undefined)
    found.push({
      ...placed(pair),
      message: `kpw cannot tell what the typedef ${name} stands for: ${doubt}`,
      severity: 'warning',
      effect: 'undetermined',
    });
  return found;
}

function alike(was: TypedefMeaning, is: TypedefMeaning, target: TargetId): boolean {
  if (!was.shape || !is.shape) return was.shape === is.shape && pointerText(was.of) === pointerText(is.of);
  if (isSameByte(was.shape, is.shape, charSignedOn(target))) return true;
  return (
    sameShape(was.shape, is.shape) &&
    (was.shape.kind !== 'pointer' || pointerText(was.of) === pointerText(is.of))
  );
}

function effectOf(was: TypedefMeaning, is: TypedefMeaning): 'binary-break' | 'source-break' | 'additive' {
  if (!was.shape || !is.shape) return 'source-break';
  if (was.shape.size !== is.shape.size) return 'binary-break';
  // A function of the old type is no value for it any more.
  if (was.shape.kind === 'pointer' && is.shape.kind === 'pointer')
    return pointsToFunction(was.of) && pointsToFunction(is.of) ? 'source-break' : 'additive';
  if (onlySignDiffers(was.shape, is.shape)) return 'source-break';
  return 'binary-break';
}

function words(was: TypedefMeaning, is: TypedefMeaning): string {
  if (!was.shape || !is.shape) return '';
  if (was.shape.size !== is.shape.size) return `: ${was.shape.size} → ${is.shape.size} bytes`;
  if (onlySignDiffers(was.shape, is.shape)) return ', of another sign';
  if (pointsToFunction(was.of) && pointsToFunction(is.of)) return ', a function of another type';
  return was.shape.kind === 'pointer' ? ': a program may need a cast' : '';
}
