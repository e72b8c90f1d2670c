// SPDX-License-Identifier: GPL-2.0-only
import { firstMention } from '../lib/driver/body.ts';
import { type WidthChange, widthChanges } from '../lib/driver/caller-width.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-compat-dropped',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title: 'A function that treated programs of 32 bits in a way of their own treats them as all others now.',
  why: 'A pointer, a long and a struct with either have another size in a program of 32 bits on a kernel of 64: read as those of 64, an array is read at every second element, and a struct beyond its end.',
  reference:
    'Documentation/driver-api/ioctl.rst, "32-bit compat mode"; Documentation/process/adding-syscalls.rst, "Compatibility System Calls (Generic)"',
  todo: 'Ask in_compat_syscall() and read what the program has, or say in the commit message why both have the same.',
  compare: ({ before, after }) => widthChanges(before, after).map(told),
};

function told({ before, after, asked }: WidthChange): Found {
  const place = firstMention(before, asked.replace('()', ''));
  return {
    file: after.path,
    line: after.line,
    symbol: `${after.name}()`,
    message: `${after.name}() no longer asks ${asked}: programs of 32 bits are treated as those of 64`,
    before: place,
    breaks: ['old binary on new kernel'],
    key: asked,
  };
}
