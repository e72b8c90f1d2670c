// SPDX-License-Identifier: GPL-2.0-only
import { type ApiHeader, type ApiMacro, type Comparison, isUnknown } from '../../src/uapi/model.ts';

/** Of the numbers, those that are no call: counts, bases, ranges, and what two word sizes share. */
const OTHER = /^__NR_(syscalls|SYSCALL_\w+|OABI_\w+|Linux\w*|arch_specific_syscall|\w*_(START|END|BASE))$/;
const PLAIN = /^\(*\s*(?:\w+\s*\+\s*)?\d+\s*\)*$/;

/** `__NR_read`: a number by which binaries ask the kernel, whatever header has it. */
export function isSyscall(name: string): boolean {
  return /^__NR_\w+$/.test(name) && !OTHER.test(name);
}

export interface TakenCall {
  readonly header: ApiHeader;
  readonly fresh: ApiMacro;
  /** What has the number already, or counts no further. */
  readonly other: ApiMacro;
  readonly value: bigint;
}

/** New system calls with the number of another one on some target, or with one that __NR_syscalls leaves out. */
export function takenCalls({ before, after, code }: Comparison): TakenCall[] {
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
        return other && value !== undefined ? [{ header, fresh, other, value }] : [];
      });
  });
}

const equal = (a: bigint, b: bigint) => a === b;
const atLeast = (a: bigint, b: bigint) => a >= b;

function meets(one: ApiMacro, other: ApiMacro, holds: (a: bigint, b: bigint) => boolean): boolean {
  return [...one.on].some(([target, value]) => {
    const against = other.on.get(target);
    return against !== undefined && !isUnknown(value) && !isUnknown(against) && holds(value, against);
  });
}

function someOf({ on }: ApiMacro): bigint | undefined {
  return [...on.values()].find((one): one is bigint => !isUnknown(one));
}
