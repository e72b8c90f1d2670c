// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { NamesInUse } from './use.ts';

const uses = (code: string, headers = '') =>
  new NamesInUse(new Set(code.match(/[A-Za-z_]\w*/g)), [code, headers]).has('LAMP_FLAG_WARM');

test.each([
  ['the name itself', 'if (flags & LAMP_FLAG_WARM)', ''],
  ['a mask of a header', 'if (flags & ~LAMP_ALL)', '#define LAMP_ALL (LAMP_FLAG_DIM | LAMP_FLAG_WARM)\n'],
  [
    'a mask on several lines',
    'if (flags & ~LAMP_ALL)',
    '#define LAMP_ALL (LAMP_FLAG_DIM | \\\n\tLAMP_FLAG_WARM)\n',
  ],
  [
    'a mask that is made of a mask',
    'if (flags & ~LAMP_VALID)',
    '#define LAMP_SOME LAMP_FLAG_WARM\n#define LAMP_VALID (LAMP_SOME | 1)\n',
  ],
  ['a macro of the driver that pastes', '#define FLAG(x) LAMP_FLAG_##x\nreturn FLAG(WARM);', ''],
  [
    'a table that a macro writes',
    '#define ROW(x) [LAMP_ ## x ## _WARM] = 1\nint rows[] = { ROW(FLAG) };',
    '',
  ],
])('%s uses a name', (_, code, headers) => {
  expect(uses(code, headers)).toBe(true);
});

test.each([
  ['a longer name', 'if (flags & LAMP_FLAG_WARMER)', ''],
  ['a mask that nobody asks for', 'if (flags)', '#define LAMP_ALL (LAMP_FLAG_DIM | LAMP_FLAG_WARM)\n'],
  ['two masks that are made of each other', 'if (flags)', '#define A (B | LAMP_FLAG_WARM)\n#define B (A)\n'],
  ['a macro that pastes another word', '#define FLAG(x) LAMP_FLAG_##x\nreturn FLAG(DIM);', ''],
])('%s does not', (_, code, headers) => {
  expect(uses(code, headers)).toBe(false);
});
