// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from '../c/parse.ts';
import { scratch } from '../kernel/testing/context.ts';
import { markFile } from './mark.ts';
import { coverageObject } from './object.ts';
import { reached } from './reached.ts';

const MARK = fileURLToPath(new URL('../../kernel-tests/coverage/kpw_mark.h', import.meta.url));

const TEXT = `int g(int);
static inline int twice(int a)
{
	return a ? g(a) : 7;
}

int f(int a, int b)
{
	if (a < 3)
		return -22;
	if (b & 7 || a > 100)
		return -22;
	if (g(b))
		return -14;
	if (0)
		g(5);
	return twice(a) + twice(b);
}
`;

test('of what gcc makes, each mark has a block of its own, returns alike among them', async () => {
  const folder = await scratch();
  const lines = new Set(TEXT.split('\n').map((_, at) => at + 1));
  const { text, marks } = markFile(parse('test', 'a.c', TEXT), lines, 1);
  await writeFile(join(folder, 'a.c'), text);
  const options = ['-O2', '-fsanitize-coverage=trace-pc', '-fno-crossjumping', '-fno-reorder-blocks'];
  await promisify(execFile)('gcc', [...options, '-include', MARK, '-c', 'a.c', '-o', 'a.o'], { cwd: folder });
  const object = coverageObject(await readFile(join(folder, 'a.o')));

  // By line: the marks that the compiler kept, and how often; what is inlined stands there twice.
  const count = (wanted: number) => object.marks.filter(({ number }) => number === wanted).length;
  expect(
    marks.map(({ number, kind, from }) => `${number} ${kind} line ${from}: ${count(number)}`),
  ).toMatchInlineSnapshot(`
    [
      "1 statement line 4: 2",
      "2 branch line 4: 2",
      "3 branch line 4: 1",
      "4 statement line 9: 1",
      "5 branch line 9: 1",
      "6 statement line 10: 1",
      "7 branch line 9: 1",
      "8 statement line 11: 1",
      "9 branch line 11: 1",
      "10 branch line 11: 1",
      "11 statement line 12: 1",
      "12 branch line 11: 1",
      "13 statement line 13: 1",
      "14 branch line 13: 1",
      "15 statement line 14: 1",
      "16 branch line 13: 1",
      "17 statement line 15: 1",
      "18 branch line 15: 0",
      "19 statement line 16: 0",
      "20 branch line 15: 1",
      "21 statement line 17: 1",
    ]
  `);

  // A guest that got to the first return only.
  const first = marks.find(({ kind, from }) => kind === 'statement' && from === 10)?.number;
  const place = object.marks.find(({ number }) => number === first);
  const site = object.sites.filter(({ offset }) => offset <= (place?.offset ?? 0)).at(-1);
  const guest = {
    sections: [{ module: 'a', section: '.text', address: 0x1000n }],
    moments: [{ kind: 'program', program: 'p' } as const],
    sites: [{ address: 0x1000n + BigInt(site?.offset ?? 0), moments: [0] }],
    lost: 0,
  };
  const seen = reached(guest, new Map([['a', object]])).marks;
  const at = (line: number) =>
    marks
      .filter(({ kind, from }) => kind === 'statement' && from === line)
      .map(({ number }) => seen.get(number));
  expect([10, 12, 14].map(at)).toEqual([[[0]], [[]], [[]]]);
});

test('anything else is refused', () => {
  expect(() => coverageObject(Buffer.from('no object'))).toThrow('symbol table');
});
