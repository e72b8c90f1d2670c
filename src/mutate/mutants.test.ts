// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { mutants } from './mutants.ts';

/** Each mutant on one line: what it is, which line, what becomes of it. */
function told(before: string, after: string, path = 'lamp.c'): string {
  return mutants([{ path, before, after }])
    .map(({ kind, line, was, becomes }) => `${kind} ${line}: ${was.join(' ')} → ${becomes.join(' ')}`)
    .join('\n');
}

/** The mutants of one statement that a patch adds to a function. */
function ofStatement(statement: string, type = 'int'): string {
  const around = (body: string) => `static ${type} lamp(struct lamp *l, int n)\n{\n${body}\tn++;\n}\n`;
  return told(around(''), around(`\t${statement}\n`)).replaceAll(/^(\w+) 3: .* → /gm, '$1: ');
}

test('a call is dropped, by what it gives back', () => {
  const kind = (call: string) => ofStatement(call).split(':')[0];
  expect(['mutex_unlock(&l->lock);', 'up_read(&l->sem);', 'rcu_read_unlock();'].map(kind)).toEqual(
    Array(3).fill('unlock'),
  );
  expect(['kfree(l);', 'lamp_free(l);', 'free_irq(n, l);'].map(kind)).toEqual(Array(3).fill('free'));
  expect(['lamp_put(l);', 'put_device(&l->dev);', 'pm_runtime_put(&l->dev);'].map(kind)).toEqual(
    Array(3).fill('put'),
  );
  expect(['get_user(n, p);', 'n = copy_to_user(p, &n, 4);'].map(kind)).toEqual(Array(2).fill('copy'));
  expect(kind('lamp_on(l);')).toBe('statement');
});

test('a condition is negated, made constant, and loses each clause', () => {
  expect(ofStatement('if (n < 4 && !l->on)\n\t\treturn -EBUSY;')).toMatchInlineSnapshot(`
    "constant: if (false)
    constant: if (true)
    negated: if (!(n < 4 && !l->on))
    connective: if ((n < 4 || !l->on))
    clause: if ((n < 4))
    clause: if ((!l->on))
    bound: if (n <= 4 && !l->on)
    number: if (n < 5 && !l->on)
    number: if (n < 3 && !l->on)
    negated: if (n < 4 && l->on)
    statement 4: return -EBUSY; → ;
    value 4: return -EBUSY; → return 0;
    errno 4: return -EBUSY; → return -EINVAL;"
  `);
});

test('a chain of conditions loses one clause at a time', () => {
  expect(ofStatement('if (a || b || c)\n\t\tlamp_on(l);')).toMatchInlineSnapshot(`
    "constant: if (false)
    constant: if (true)
    negated: if (!(a || b || c))
    connective: if ((a || b && c))
    clause: if ((a || b))
    connective: if ((a && b) || c)
    clause: if ((a) || c)
    clause: if ((b) || c)
    statement 4: lamp_on(l); → ;"
  `);
});

test('a loop is never gone through; one that does not end is not made', () => {
  expect(ofStatement('for (i = 0; i < n; i++)\n\t\tlamp_on(i);')).toMatchInlineSnapshot(`
    "constant: for (i = 0; false; i++)
    number: for (i = 1; i < n; i++)
    bound: for (i = 0; i <= n; i++)
    operator: for (i = 0; i < n; i--)
    statement 4: lamp_on(i); → ;"
  `);
});

test('operators, bits, numbers and names of constants', () => {
  expect(ofStatement('l->flags |= LAMP_FLAG_ON | 0x10;')).toMatchInlineSnapshot(`
    "statement: ;
    operator: l->flags = LAMP_FLAG_ON | 0x10;
    operator: l->flags |= LAMP_FLAG_ON & 0x10;
    number: l->flags |= (LAMP_FLAG_ON << 1) | 0x10;
    number: l->flags |= LAMP_FLAG_ON | 0x11;
    number: l->flags |= LAMP_FLAG_ON | 0xf;"
  `);
  expect(ofStatement('l->id = LAMP_ID_DESK;')).toMatchInlineSnapshot(`
    "statement: ;
    number: l->id = (LAMP_ID_DESK + 1);"
  `);
  expect(ofStatement('n = l->flags & ~LAMP_FLAG_ON;')).toMatchInlineSnapshot(`
    "statement: ;
    operator: n = l->flags | ~LAMP_FLAG_ON;
    operator: n = l->flags & LAMP_FLAG_ON;
    number: n = l->flags & ~(LAMP_FLAG_ON << 1);"
  `);
});

test('how memory is allocated is no constant that anybody sees', () => {
  expect(ofStatement('l = kzalloc(n, GFP_KERNEL);')).toMatchInlineSnapshot(`
    "statement: ;
    arguments: l = kzalloc(GFP_KERNEL, n);"
  `);
});

test('what a function returns, by its type', () => {
  expect(ofStatement('return lamp_on(l);')).toMatchInlineSnapshot(`
    "statement: ;
    value: return 0;"
  `);
  expect(ofStatement('return l->on;', 'bool')).toMatchInlineSnapshot(`
    "statement: ;
    value: return true;
    value: return false;"
  `);
  expect(ofStatement('return l;', 'struct lamp *')).toMatchInlineSnapshot(`
    "statement: ;
    value: return NULL;"
  `);
  expect(ofStatement('return 0;')).toMatchInlineSnapshot(`
    "statement: ;
    value: return -EINVAL;
    number: return 1;"
  `);
});

test('arguments are exchanged with their neighbours, equal ones are not', () => {
  expect(ofStatement('lamp_dim(l, n, n);')).toMatchInlineSnapshot(`
    "statement: ;
    arguments: lamp_dim(n, l, n);"
  `);
});

test('only changed lines are mutated, and a condition of two lines is one', () => {
  const before = 'int lamp(int n)\n{\n\tif (n == 1)\n\t\treturn 2;\n\treturn 3;\n}\n';
  const after = before.replace('if (n == 1)', 'if (n == 1 &&\n\t    ready)');
  expect(told(before, after)).toMatchInlineSnapshot(`
    "constant 3: if (n == 1 && ready) → if (false )
    constant 3: if (n == 1 && ready) → if (true )
    negated 3: if (n == 1 && ready) → if (!(n == 1 && ready))
    connective 3: if (n == 1 && ready) → if ((n == 1 || ready))
    clause 3: if (n == 1 && ready) → if ((n == 1) )
    clause 3: if (n == 1 && ready) → if ((ready) )
    negated 3: if (n == 1 && → if (n != 1 &&
    number 3: if (n == 1 && → if (n == 0 &&
    hunk 3: if (n == 1 && ready) → if (n == 1)"
  `);
});

test('of what a patch only takes away, forgetting it is the mistake', () => {
  const after = 'int lamp(int n)\n{\n\treturn 3;\n}\n';
  const before = after.replace('\treturn 3', '\tif (n)\n\t\treturn -EPERM;\n\treturn 3');
  expect(told(before, after)).toMatchInlineSnapshot(`"hunk 3: return 3; → if (n) return -EPERM; return 3;"`);
});

test('values of macros that a header gains; its comments stay', () => {
  const after = '#define LAMP_ON (1 << 4) /* 1 of 16 */\n';
  expect(told('', after, 'lamp.h')).toMatchInlineSnapshot(`
    "number 1: #define LAMP_ON (1 << 4) /* 1 of 16 */ → #define LAMP_ON (0 << 4) /* 1 of 16 */
    number 1: #define LAMP_ON (1 << 4) /* 1 of 16 */ → #define LAMP_ON (1 << 5) /* 1 of 16 */
    number 1: #define LAMP_ON (1 << 4) /* 1 of 16 */ → #define LAMP_ON (1 << 3) /* 1 of 16 */"
  `);
});

test('every mutant has as many lines as the sound file, and an id that stays when lines move', () => {
  const body = '\tif (lamp_lock(l,\n\t\t      n))\n\t\treturn -EBUSY;\n';
  const source = `int lamp(struct lamp *l)\n{\n${body}\treturn 0;\n}\n`;
  const first = mutants([{ path: 'lamp.c', before: '', after: source }]);
  const moved = mutants([{ path: 'lamp.c', before: '', after: `int other;\n\n${source}` }]);
  const lines = (text: string) => text.split('\n').length;
  expect(new Set(first.map(({ text }) => lines(text)))).toEqual(new Set([lines(source)]));
  expect(moved.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
});

test('documentation and scripts have no mutants', () => {
  expect(mutants([{ path: 'Documentation/lamp.rst', before: '', after: 'return 0;\n' }])).toEqual([]);
});

test('a mutant is told as a user would see it', () => {
  const after = `static long lamp_ioctl(struct lamp *l, void __user *arg)
{
	if (copy_from_user(&l->n, arg, 4))
		return -EFAULT;
	if (l->n > LAMP_MAX_LEVEL) {
		l->n = 0;
		return -EINVAL;
	}
	mutex_unlock(&l->lock);
	return 0;
}
`;
  const means = mutants([{ path: 'lamp.c', before: '', after }]).map(
    ({ kind, line, means: says }) => `${kind} ${line}: ${says}`,
  );
  expect(means.join('\n')).toMatchInlineSnapshot(`
    "constant 3: lamp_ioctl() does not copy ("copy_from_user(&l->n, arg, 4)" is not called): it goes on with what was there before.
    constant 3: lamp_ioctl() always refuses with EFAULT, also where "copy_from_user(&l->n, arg, 4)" does not hold.
    negated 3: lamp_ioctl() refuses with EFAULT just where it should not: "copy_from_user(&l->n, arg, 4)" is turned round.
    arguments 3: lamp_ioctl() hands over "arg" for "&l->n", and the other way round.
    arguments 3: lamp_ioctl() hands over "4" for "arg", and the other way round.
    number 3: lamp_ioctl() takes 5 for 4 in "(copy_from_user(&l->n, arg, 4))" when it refuses with EFAULT.
    number 3: lamp_ioctl() takes 3 for 4 in "(copy_from_user(&l->n, arg, 4))" when it refuses with EFAULT.
    statement 4: lamp_ioctl() does not return where it says "return -EFAULT;".
    value 4: lamp_ioctl() says that all went well where it should tell EFAULT.
    errno 4: lamp_ioctl() tells EINVAL where it should tell EFAULT.
    constant 5: lamp_ioctl() never refuses with EINVAL, also where l->n > LAMP_MAX_LEVEL.
    constant 5: lamp_ioctl() always refuses with EINVAL, also where "l->n > LAMP_MAX_LEVEL" does not hold.
    negated 5: lamp_ioctl() refuses with EINVAL just where it should not: "l->n > LAMP_MAX_LEVEL" is turned round.
    bound 5: lamp_ioctl() decides otherwise at the very bound, LAMP_MAX_LEVEL: "l->n > LAMP_MAX_LEVEL" when it refuses with EINVAL.
    number 5: lamp_ioctl() takes the neighbour of LAMP_MAX_LEVEL for it in "(l->n > LAMP_MAX_LEVEL)" when it refuses with EINVAL.
    statement 6: lamp_ioctl() never does "l->n = 0;".
    number 6: lamp_ioctl() takes 1 for 0 in "l->n = 0".
    statement 7: lamp_ioctl() does not return where it says "return -EINVAL;".
    value 7: lamp_ioctl() says that all went well where it should tell EINVAL.
    errno 7: lamp_ioctl() tells EPERM where it should tell EINVAL.
    unlock 9: lamp_ioctl() returns with a lock held, so that the next caller waits for ever.
    statement 10: lamp_ioctl() does not return where it says "return 0;".
    value 10: lamp_ioctl() tells EINVAL where all went well.
    number 10: lamp_ioctl() takes 1 for 0 in "0"."
  `);
});

test('a number of a macro is told with the whole value, and a change that is forgotten by its first line of code', () => {
  const before =
    'int on(void)\n{\n\t/*\n\t * Why.\n\t */\n\tu64 at = (u64)lamp->offset,\tend;\n\treturn 0;\n}\n';
  const after = '#define LAMP_FLAG_ON (1 << 4) /* it shines */\nint on(void)\n{\n\treturn 0;\n}\n';
  const says = mutants([{ path: 'lamp.c', before, after }]).map(({ means }) => means);
  expect(says).toMatchInlineSnapshot(`
    [
      "LAMP_FLAG_ON is (0 << 4), and programs are built with (1 << 4).",
      "LAMP_FLAG_ON is (1 << 5), and programs are built with (1 << 4).",
      "LAMP_FLAG_ON is (1 << 3), and programs are built with (1 << 4).",
      "A change is forgotten: there is still "u64 at = (u64)lamp->offset, end;".",
    ]
  `);
});
