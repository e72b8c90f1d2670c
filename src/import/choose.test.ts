// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parse } from '../c/parse.ts';
import { Failure } from '../failure.ts';
import { changed, difference } from './change.ts';
import { chosenAnchor } from './choose.ts';
import { editMadeBy, stepOf } from './placed.ts';

const LAMP = `#include <linux/module.h>
#include <linux/slab.h>

#define LAMP_MAX 8

/* What a lamp is */
struct lamp {
	int id;
	bool on;
};

enum lamp_colour {
	LAMP_RED,
	LAMP_GREEN,
};

static int lamp_get(struct lamp *lamp)
{
	int ret = 0;

	if (!lamp)
		return -EINVAL;

	if (lamp->on) {
		ret = lamp_read(lamp);
		if (ret)
			return ret;
	} else {
		ret = -EIO;
	}

	lamp_note(lamp);
	return ret;
}

/* Called by userspace */
static long lamp_ioctl(struct lamp *lamp, unsigned int cmd)
{
	switch (cmd) {
	case LAMP_GET:
		lamp_note(lamp);
		break;
	case LAMP_SET:
		lamp_note(lamp);
		lamp_set(lamp);
		break;
	default:
		return -ENOTTY;
	}

	return lamp_get(lamp);
}

static const struct file_operations lamp_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = lamp_ioctl,
};

module_init(lamp_init);
`;

/** Where an edit that gives a text's other form is made, as it would be said; and that it gives it. */
function place(change: (text: string) => string, path = 'lamp.c', text = LAMP): string {
  const file = parse('tree', path, text);
  const after = change(text);
  expect(after).not.toBe(text);
  try {
    const placed = chosenAnchor(file, difference(text, after), new Set());
    expect(changed(text, editMadeBy(file, placed))).toBe(after);
    const { scope, target, around, how, place: c } = placed;
    const steps = [...scope, target].map((one) => stepOf(one).words);
    return [how, ...around, steps.join(' > '), c ?? 'no C by itself'].join(' | ');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.code} ${error.title}`;
  }
}

const behind = (line: string, text: string) => (all: string) =>
  all.replace(`${line}\n`, `${line}\n${text}\n`);
const instead = (old: string, text: string) => (all: string) => all.replace(old, text);

test('what is added at file level goes beside a definition, by its name', () => {
  expect([
    place(behind('#include <linux/module.h>', '#include <linux/pci.h>')),
    place(behind('#define LAMP_MAX 8', '#define LAMP_MIN 1')),
    place(instead('/* Called by', 'static void lamp_new(void)\n{\n}\n\n/* Called by')),
    place(instead('module_init', 'module_param(on, bool, 0);\nmodule_init')),
  ]).toMatchInlineSnapshot(`
    [
      "insertBefore | #include <linux/slab.h> | TopLevel",
      "insertBehind | #define LAMP_MAX | TopLevel",
      "insertBefore | withComment | lamp_ioctl() | TopLevel",
      "insertBehind | the declaration of lamp_fops | TopLevel",
    ]
  `);
});

test('what is added to a struct, an enum or an initialiser goes beside a member of it, by its name', () => {
  expect([
    place(behind('\tint id;', '\tu32 colour;')),
    place(behind('\tLAMP_RED,', '\tLAMP_AMBER,')),
    place(behind('\t.owner = THIS_MODULE,', '\t.open = lamp_open,')),
  ]).toMatchInlineSnapshot(`
    [
      "insertBefore | struct lamp > the member on | Members",
      "insertBefore | enum lamp_colour > the constant LAMP_GREEN | no C by itself",
      "insertBefore | the declaration of lamp_fops > the entry .unlocked_ioctl | no C by itself",
    ]
  `);
});

test('what is added to a function goes beside what says most there', () => {
  expect([
    place(behind('\tint ret = 0;', '\tint other;')),
    place(behind('\t\treturn -EINVAL;\n', '\tlamp_lock(lamp);\n')),
    place(behind('\tif (lamp->on) {', '\t\tlamp_wake(lamp);')),
    place(
      instead('\tlamp_note(lamp);\n\treturn ret;', '\tlamp_note(lamp);\n\tlamp_put(lamp);\n\treturn ret;'),
    ),
    place(instead('\t} else {\n', '\t} else if (lamp->id) {\n\t\tret = 1;\n\t} else {\n')),
  ]).toMatchInlineSnapshot(`
    [
      "insertBehind | lamp_get() > the declaration of ret | Statements",
      "insertBefore | lamp_get() > "if (lamp->on)" | Statements",
      "insertBefore | lamp_get() > "ret = lamp_read(lamp);" | Statements",
      "insertBehind | lamp_get() > "lamp_note(lamp);" | Statements",
      "insertElse | lamp_get() > "if (lamp->on)" | ElseBranch",
    ]
  `);
});

test('a statement that a function has twice is told by the case that it is in', () => {
  expect([
    place(behind('\t\tlamp_note(lamp);', '\t\tlamp_get(lamp);')),
    place(instead('SET:\n\t\tlamp_note(lamp);\n', 'SET:\n\t\tlamp_note(lamp);\n\t\tlamp_get(lamp);\n')),
    place(instead('\t\tbreak;\n\tdefault', '\t\tlamp_get(lamp);\n\t\tbreak;\n\tdefault')),
    place(instead('\tdefault:', '\tcase LAMP_NEW:\n\t\tbreak;\n\tdefault:')),
  ]).toMatchInlineSnapshot(`
    [
      "insertBehind | lamp_ioctl() > "case LAMP_GET:" > "lamp_note(lamp);" | Statements",
      "insertBefore | lamp_ioctl() > "lamp_set(lamp);" | Statements",
      "insertBehind | lamp_ioctl() > "lamp_set(lamp);" | Statements",
      "insertBefore | lamp_ioctl() > "default:" | Cases",
    ]
  `);
});

test('a condition, a head and a statement that change are found by what they say', () => {
  expect([
    place(instead('if (!lamp)', 'if (!lamp || !lamp->id)')),
    place(instead('lamp_get(struct lamp *lamp)', 'lamp_get(struct lamp *lamp, int how)')),
    place(instead('switch (cmd)', 'switch (cmd & 0xff)')),
    place(instead('\t\tret = lamp_read(lamp);', '\t\tret = lamp_read(lamp, 1);')),
    place(instead('#define LAMP_MAX 8', '#define LAMP_MAX 16')),
  ]).toMatchInlineSnapshot(`
    [
      "replaceCondition | lamp_get() > "if (!lamp)" | Condition",
      "replaceHead | lamp_get() | no C by itself",
      "replaceCondition | lamp_ioctl() > "switch (cmd)" | Condition",
      "replace | lamp_get() > "ret = lamp_read(lamp);" | Statements",
      "replace | "#define LAMP_MAX 8" | TopLevel",
    ]
  `);
});

test('what goes, goes by its name or by what it says, with its comment and the empty line', () => {
  expect([
    place(instead('\tif (!lamp)\n\t\treturn -EINVAL;\n\n', '')),
    place((all) => all.replace(/\/\* Called by[\s\S]*?\n}\n\n/, '')),
    place(instead('\tbool on;\n', '')),
    place(instead('\t\tlamp_set(lamp);\n', '')),
    place(instead('/* What a lamp is */\n', '')),
  ]).toMatchInlineSnapshot(`
    [
      "replace | withBlankBelow | lamp_get() > "if (!lamp) return -EINVAL;" | Statements",
      "replace | withComment | withBlankBelow | lamp_ioctl() | TopLevel",
      "replace | struct lamp > the member on | Members",
      "replace | lamp_ioctl() > "lamp_set(lamp);" | Statements",
      "replace | commentAbove | struct lamp | TopLevel",
    ]
  `);
});

test('a comment that changes is found by what it explains', () => {
  expect(place(instead('/* What a lamp is */', '/* What every lamp is */'))).toMatchInlineSnapshot(
    `"replace | commentAbove | struct lamp | TopLevel"`,
  );
});

test('of what is no C, and of C that is there many times, lines are named until they are there once', () => {
  const makefile = 'obj-y += a.o\nobj-y += b.o\n\nall:\n\tmake\n\nclean:\n\tmake\n';
  const same = '\tx();\n'.repeat(9);
  expect([
    place(behind('obj-y += a.o', 'obj-y += c.o'), 'Makefile', makefile),
    place(instead('clean:\n\tmake', 'clean:\n\tmake\n\trm'), 'Makefile', makefile),
    place((all) => all.replace(/(\tx\(\);\n){5}/, '$&\ty();\n'), 'lamp.c', `void a(void)\n{\n${same}}\n`),
    place(
      (all) => `${all.slice(0, 200)}${all.slice(200).replace('\tx();\n', '\tx();\n\ty();\n')}`,
      'x.txt',
      '\tx();\n'.repeat(99),
    ),
  ]).toMatchInlineSnapshot(`
    [
      "insertBehind | the line "obj-y += a.o" | no C by itself",
      "insertBehind | the lines "clean: / make" | no C by itself",
      "insertBefore | a() > the lines "x(); / x(); / x(); / x(); / }" | no C by itself",
      "ANCHOR_AMBIGUOUS nothing around the change is unique, so no anchor describes its place for sure",
    ]
  `);
});
