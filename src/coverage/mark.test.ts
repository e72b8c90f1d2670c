// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parse } from '../c/parse.ts';
import { markFile } from './mark.ts';

/** Numbers without the macro's name, for reading: `1: ` is KPW_MARK(1); and `(2) ` KPW_MARK_VALUE(2). */
function marked(text: string, lines?: readonly number[]) {
  const all = text.split('\n').map((_, at) => at + 1);
  const made = markFile(parse('test', 'a.c', text), new Set(lines ?? all), 1);
  const short = made.text
    .replaceAll(/KPW_MARK_VALUE\((\d+)\)/g, '[$1]')
    .replaceAll(/KPW_MARK\((\d+)\);/g, '[$1]');
  return { ...made, short };
}

test('each statement has a mark, and each way out of an if, on the line where it stands', () => {
  const text = `
int f(int a)
{
	int ret;
	int b = a + 1;

	if (a < b)
		return -EINVAL;
	ret = g(a);
	return ret;
}
`;
  const { short } = marked(text);
  expect(short.split('\n')).toHaveLength(text.split('\n').length);
  expect(short).toMatchInlineSnapshot(`
    "
    int f(int a)
    {
    	int ret;
    	[1] int b = a + 1;

    	[2] if (a < b)
    		{ [3] [4] return -EINVAL; } else { [5] }
    	[6] ret = g(a);
    	[7] return ret;
    }
    "
  `);
});

test('else, else if, braces and bodies of one statement', () => {
  expect(
    marked(`
int f(int a)
{
	if (a)
		one();
	else if (b) {
		int c;

		two();
	} else
		three();
	for (i = 0; i < n; i++)
		if (i)
			four();
	while (a)
		;
}
`).short,
  ).toMatchInlineSnapshot(`
    "
    int f(int a)
    {
    	[1] if (a)
    		{ [2] [3] one(); }
    	else { [4] [5] if (b) {[6] 
    		int c;

    		[7] two();
    	} else
    		{ [8] [9] three(); } }
    	[10] for (i = 0; i < n; i++)
    		{ [11] [12] if (i)
    			{ [13] [14] four(); } else { [15] } }
    	[16] while (a)
    		{ [17] [18] ; }
    }
    "
  `);
});

test('second operands and the two values of a choice, but neither NULL nor arguments of a macro', () => {
  expect(
    marked(`
int f(int a)
{
	if (unlikely(a && b) || WARN_ON(a && c))
		x = a ? p : NULL;
	y = a ? p : 0;
	z = a ? -EBUSY : 0;
	return a ?: b;
}
`).short,
  ).toMatchInlineSnapshot(`
    "
    int f(int a)
    {
    	[1] if (unlikely(a && ([2], b)) || ([3], WARN_ON(a && c)))
    		{ [4] [5] x = a ? ([6], p) : NULL; } else { [7] }
    	[8] y = a ? ([9], p) : 0;
    	[10] z = a ? ([11], -EBUSY) : ([12], 0);
    	[13] return a ?: b;
    }
    "
  `);
});

test('cases, labels, a loop by macro, do-while, and both halves of an #ifdef', () => {
  expect(
    marked(`
int f(int a)
{
	switch (a) {
	case 1:
	case 2: {
		one();
		break;
	}
	default:
		fallthrough;
	}
	list_for_each_entry(p, &list, head)
		two(p);
	do {
		three();
	} while (a && b);
#ifdef CONFIG_A
	four();
#else
	five();
#endif
out:
	return 0;
}
`).short,
  ).toMatchInlineSnapshot(`
    "
    int f(int a)
    {
    	[1] switch (a) {
    	case 1:
    	case 2: [2] {
    		[3] one();
    		[4] break;
    	}
    	default:
    		[5] [6] fallthrough;
    	}
    	[7] list_for_each_entry(p, &list, head)
    		{ [8] [9] two(p); }
    	[10] do {[12] 
    		[13] three();
    	} while ([11], a && b);
    #ifdef CONFIG_A
    	[14] four();
    #else
    	[15] five();
    #endif
    out:
    	[16] return 0;
    }
    "
  `);
});

test('only functions that have one of the lines are marked', () => {
  const text = 'int f(void)\n{\n\treturn 1;\n}\n\nint g(void)\n{\n\treturn 2;\n}\n';
  expect(marked(text, [8]).short).toBe(text.replace('return 2', '[1] return 2'));
});

test('a static value is not computed where it stands, and a type has no statements', () => {
  const text = 'struct a { int b; };\nint c = 1;\nint f(void)\n{\n\tstatic int d = 1;\n\textern int e;\n}\n';
  expect(marked(text)).toMatchObject({ text, marks: [] });
});

test('damage outside of any function is told too: a function may be hidden in it', () => {
  const { unparsed, short } = marked('@ int hidden(void) @ (\nint f(void)\n{\n\tc();\n}\n');
  expect(unparsed.flat()).toContain(1);
  expect(short).not.toMatch(/^.*\[\d+\].*hidden/);
});

test('damage in one statement leaves its neighbours their marks', () => {
  const { unparsed, short } = marked('int f(void)\n{\n\ta();\n\tb(1 2;\n\tc();\n}\n');
  expect({ unparsed, short }).toMatchInlineSnapshot(`
    {
      "short": "int f(void)
    {
    	[1] a();
    	b(1 2;
    	[2] c();
    }
    ",
      "unparsed": [
        [
          4,
          4,
        ],
      ],
    }
  `);
});
