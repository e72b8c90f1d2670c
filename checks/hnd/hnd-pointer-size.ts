// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import { type PointerSize, pointerSizes } from '../lib/driver/pointer-size.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-pointer-size',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title: 'As many bytes as a pointer has are copied or cleared, where what it points to is meant.',
  why: 'sizeof(&lamp), and sizeof of a pointer, is 8 or 4 on every kernel, whatever the struct is: a shorter struct is overrun, of a longer one userspace gets only the head.',
  reference: 'Documentation/process/coding-style.rst, "Allocating memory"',
  todo: 'Write sizeof(lamp) for a struct, sizeof(*lamp) for a pointer to one.',
  compare: ({ before, after }) => pointerSizes(before, after).map(told),
};

function told({ body: { path, name, line, text }, at, callee, size, meant }: PointerSize): Found {
  const row = lineOf(text, at);
  const place = {
    file: path,
    line: line + row - 1,
    text: oneLine(text.slice(at, text.indexOf(';', at) + 1)),
  };
  return {
    file: place.file,
    line: place.line,
    symbol: `${name}()`,
    message: `${name}() calls ${callee}() with ${size}, which is the size of a pointer; ${meant} is meant`,
    after: place,
    key: `${callee} ${size}`,
  };
}
