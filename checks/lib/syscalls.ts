// SPDX-License-Identifier: GPL-2.0-only
import type { Target, TargetId } from '../../src/c/target.ts';
import { type ApiHeader, type ApiMacro, type Comparison, isUnknown } from '../../src/uapi/model.ts';

/** Of the numbers, those that are no call: counts, bases, ranges, and what two word sizes share. */
const OTHER = /^__NR_(syscalls|SYSCALL_\w+|OABI_\w+|Linux\w*|arch_specific_syscall|\w*_(START|END|BASE))$/;
const PLAIN = /^\(*\s*(?:\w+\s*\+\s*)?\d+\s*\)*$/;

/** `__NR_read`: a number by which binaries ask the kernel, whatever header has it. */
export function isSyscall(name: string): boolean {
  return /^__NR_\w+$/.test(name) && !OTHER.test(name);
}

/** The programs that a header of one word size's numbers is for: asm/unistd.h includes it for no others. */
export function usersOfNumbers(header: string, targets: readonly Target[]): readonly TargetId[] {
  const [, size] = /^asm\/unistd_(64|32|x32)\.h$/.exec(header) ?? [];
  const isOf = ({ id, abi }: Target) =>
    size === 'x32' ? id === 'x32' : id !== 'x32' && abi.pointer === (size === '64' ? 8 : 4);
  return targets.filter((target) => size === undefined || isOf(target)).map(({ id }) => id);
}

/** Of some targets those whose programs have the header, if any has. */
export function amongPrograms(
  header: string,
  among: readonly TargetId[],
  targets: readonly Target[],
): readonly TargetId[] {
  const own = usersOfNumbers(header, targets);
  const left = among.filter((id) => own.includes(id));
  return left.length > 0 ? left : among;
}

export interface TakenCall {
  readonly header: ApiHeader;
  readonly fresh: ApiMacro;
  /** What has the number already, or counts no further. */
  readonly other: ApiMacro;
  readonly value: bigint;
  /** Those on which the two have one number. */
  readonly targets: readonly TargetId[];
}

/** New system calls with the number of another one on some target, or with one that __NR_syscalls leaves out. */
export function takenCalls({ before, after, code, targets }: Comparison): TakenCall[] {
  return [...code].flatMap((name): TakenCall[] => {
    const [was, header] = [before.header(name), after.header(name)];
    if (!/(^|\/)unistd\w*\.h$/.test(name) || !was || !header) return [];
    const known = new Set(was.macros.map((macro) => macro.name));
    const calls = header.macros.filter(({ name: own, body }) => isSyscall(own) && PLAIN.test(body));
    const count = header.macros.findLast(({ name: own }) => own === '__NR_syscalls');
    return calls
      .filter((one) => !known.has(one.name))
      .flatMap((fresh): TakenCall[] => {
        const taken = calls.find(
          (one) =>
            one !== fresh && (known.has(one.name) || one.line < fresh.line) && meets(fresh, one, equal),
        );
        const other = taken ?? (count && meets(fresh, count, atLeast) ? count : undefined);
        const value = other && someOf(other);
        if (!other || value === undefined) return [];
        const on = meetingOn(fresh, other, taken ? equal : atLeast);
        return [{ header, fresh, other, value, targets: amongPrograms(name, on, targets) }];
      });
  });
}

const equal = (a: bigint, b: bigint) => a === b;
const atLeast = (a: bigint, b: bigint) => a >= b;

function meets(one: ApiMacro, other: ApiMacro, holds: (a: bigint, b: bigint) => boolean): boolean {
  return meetingOn(one, other, holds).length > 0;
}

function meetingOn(
  one: ApiMacro,
  other: ApiMacro,
  holds: (a: bigint, b: bigint) => boolean,
): readonly TargetId[] {
  return [...one.on].flatMap(([target, value]) => {
    const against = other.on.get(target);
    const both = against !== undefined && !isUnknown(value) && !isUnknown(against);
    return both && holds(value, against) ? [target] : [];
  });
}

function someOf({ on }: ApiMacro): bigint | undefined {
  return [...on.values()].find((one): one is bigint => !isUnknown(one));
}
