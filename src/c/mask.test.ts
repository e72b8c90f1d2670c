// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { damages } from './damage.ts';
import { mask } from './mask.ts';
import { parse } from './parse.ts';

const FRAGMENT = `static long __init f(struct dev *d, void __user *arg)
{
	struct dev *v = container_of(d, struct dev, member);

	switch (d->index) {
	case FIRST ... LAST:
		list_for_each_entry(a, &d->list, next) {
			g(a);
		}
		break;
	}
	scoped_guard(mutex, &d->lock)
		h(d);
	return walk_for_each_slot(d, offsetofend(struct dev, end));
}
`;

test('what the grammar does not know is blanked, and every offset stays', () => {
  expect(mask(FRAGMENT)).toHaveLength(FRAGMENT.length);
  expect(mask(FRAGMENT)).toMatchInlineSnapshot(`
    "static long        f(struct dev *d, void        *arg)
    {
    	struct dev *v = container_of(d,        dev, member);

    	switch (d->index) {
    	case FIRST         :
    		while              (a, &d->list, next) {
    			g(a);
    		}
    		break;
    	}
    	while       (mutex, &d->lock)
    		h(d);
    	return walk_for_each_slot(d, offsetofend(       dev, end));
    }
    "
  `);
});

test('a masked fragment parses without damage, the same fragment raw would not', () => {
  const { root } = parse('test', 'f.c', FRAGMENT);
  expect(damages(root)).toEqual([]);
});

test('a function whose name says for_each stays a function', () => {
  const definition =
    'static int walk_for_each_slot(struct dev *d, int (*fn)(struct dev *))\n{\n\treturn 0;\n}\n';
  expect(mask(definition)).toContain('walk_for_each_slot(');
});

test('a text of more than 32 KB parses', () => {
  const text = '/* padding */\n'.repeat(4000) + FRAGMENT;
  expect(damages(parse('test', 'f.c', text).root)).toEqual([]);
});
