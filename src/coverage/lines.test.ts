// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parse } from '../c/parse.ts';
import { coveredLines } from './lines.ts';
import { markFile } from './mark.ts';

const TEXT = `static int f(int a)
{
	int ret;
	/* What
	   a comment says. */
	if (a < 0 ||
	    g(a))
		return -EINVAL;
	ret = h(a,
		a + 1);
#ifdef CONFIG_LAMP
	lamp();
#endif
	switch (ret) {
	case 1:
		break;
	}
	return ret;
}
`;

/** Lines of TEXT with the marks that were reached; those named in \`gone\` are not in the module. */
function covered(taken: readonly number[], gone: readonly number[] = []) {
  const file = parse('test', 'a.c', TEXT);
  const lines = TEXT.split('\n').map((_, at) => at + 1);
  const marked = markFile(file, new Set(lines), 1);
  const reached = new Map(
    marked.marks
      .filter(({ number }) => !gone.includes(number))
      .map(({ number }) => [number, taken.includes(number) ? [7] : []]),
  );
  return coveredLines(file, marked, lines, reached).map(
    ({ line, state, branches, reason = '' }) =>
      `${String(line).padStart(2)} ${state} ${branches.map(({ way, moments }) => `${way}:${moments.length}`).join(' ')}${reason}`,
  );
}

test('only lines with code, each by what stands on it; ways are told where they are chosen', () => {
  expect(covered([1, 2, 5, 6, 8])).toMatchInlineSnapshot(`
    [
      " 6 reached right:1 true:0 false:1",
      " 7 reached ",
      " 8 missed ",
      " 9 reached ",
      "10 reached ",
      "12 missed ",
      "14 reached ",
      "15 missed ",
      "16 missed ",
      "18 missed ",
    ]
  `);
});

test('the second line of a condition is reached where its operand is looked at', () => {
  expect(covered([1])[1]).toContain('7 missed');
  expect(covered([1, 2])[1]).toContain('7 reached');
});

test('what the module has nothing of is absent, with a reason', () => {
  expect(covered([1, 2, 5, 6, 8], [7, 9, 10])).toMatchInlineSnapshot(`
    [
      " 6 reached right:1 true:0 false:1",
      " 7 reached ",
      " 8 missed ",
      " 9 reached ",
      "10 reached ",
      "12 absent not compiled in this configuration, or the compiler left it out: #ifdef CONFIG_LAMP",
      "14 reached ",
      "15 absent the compiler left it out: nothing calls it, or it has no effect",
      "16 absent the compiler left it out: nothing calls it, or it has no effect",
      "18 missed ",
    ]
  `);
});
