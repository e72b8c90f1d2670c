// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Failure } from '../../failure.ts';
import { apply, type Edit } from '../edit.ts';
import { parse, type SourceFile } from '../parse.ts';
import {
  commentAbove,
  commentOn,
  entries,
  entryFor,
  find,
  freeNumber,
  functionNamed,
  headed,
  insertBehind,
  insertElse,
  insertFirst,
  insertLast,
  listedWith,
  memberNamed,
  remove,
  replace,
  replaceCondition,
  replaceHead,
  rewritten,
  statements,
  structNamed,
  textLines,
  withBlankBelow,
  withComment,
} from './index.ts';

const LAMP = `/* What a lamp is */
struct lamp {
	int id;
};

static const struct lamp lamps[] = {
	{
		.name = "red",
		.id = 1,
	},
	{
		.name = "blue",
		.id = 2,
	},
};

int lamp_on(struct lamp *lamp)
{
	int ret;

	/* Nothing to do */
	if (!lamp)
		return 0;

	do {
		ret = lamp_try(lamp, 1);
	} while (ret == -EAGAIN);

	list_for_each_entry(lamp, &lamps, list) {
		lamp_note(lamp);
	}

	if (ret) {
		lamp_note(lamp);
	}
	return ret;
}
`;

const file = parse('tree', 'lamp.c', LAMP);
const on = () => find(file, functionNamed('lamp_on'));

/** The lines that an edit changes. */
function lines(edit: Edit, of: SourceFile = file): string {
  const made = apply(of, [edit]).text;
  const [old, fresh] = [of.text.split('\n'), made.split('\n')];
  const told = [...old.filter((one) => !fresh.includes(one)).map((one) => `-${one}`)];
  return [...told, ...fresh.filter((one) => !old.includes(one)).map((one) => `+${one}`)].join('\n');
}

const said = (work: () => unknown): string => {
  try {
    return String(work());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.code} ${error.title}\n${error.detail ?? ''}`;
  }
};

test('a place is found by names, heads and statements, whatever their spacing and comments', () => {
  const at = (run: { start: number; end: number }) => LAMP.slice(run.start, run.end);
  expect([
    at(find(on(), statements('ret = lamp_try( lamp, /* once */ 1 );'))),
    at(find(on(), headed('do while (ret == -EAGAIN)'))).split('\n').length,
    at(find(on(), headed('list_for_each_entry(lamp, &lamps, list)'), statements('lamp_note(lamp);'))),
    at(find(file, listedWith('.name = "blue"'), entryFor('.id'))),
    at(find(file, listedWith('.name = "red"'), entries('.name = "red", .id = 1,'))),
    at(find(file, commentOn('lamp'), textLines('/* What a lamp is */'))),
    at(withComment(find(on(), headed('if (!lamp)')))),
    at(commentAbove(find(file, structNamed('lamp')))),
  ]).toMatchInlineSnapshot(`
    [
      "		ret = lamp_try(lamp, 1);
    ",
      4,
      "		lamp_note(lamp);
    ",
      "		.id = 2,
    ",
      "		.name = "red",
    		.id = 1,
    ",
      "/* What a lamp is */
    ",
      "	/* Nothing to do */
    	if (!lamp)
    		return 0;
    ",
      "/* What a lamp is */
    ",
    ]
  `);
});

test('each edit changes what it says', () => {
  expect([
    lines(insertFirst(on(), '\tlamp_lock();\n', 'p')),
    lines(insertLast(find(on(), headed('if (ret)')), '\t\tlamp_off(lamp);\n', 'p')),
    lines(insertElse(find(on(), headed('if (ret)')), ' else {\n\t\tlamp_other(lamp);\n\t}', 'p')),
    lines(insertBehind(find(file, structNamed('lamp'), memberNamed('id')), '\tbool on;\n', 'p')),
    lines(replaceCondition(find(on(), headed('if (!lamp)')), '(!lamp || !lamp->id)', 'p')),
    lines(replaceHead(on(), 'int lamp_on(struct lamp *lamp, int how)', 'p')),
    lines(replace(find(on(), statements('ret = lamp_try(lamp, 1);')), '\t\tret = lamp_try(lamp, 2);\n', 'p')),
    lines(remove(withBlankBelow(withComment(find(on(), headed('if (!lamp)')))), 'p')),
  ]).toMatchInlineSnapshot(`
    [
      "+	lamp_lock();",
      "+		lamp_off(lamp);",
      "+	} else {
    +		lamp_other(lamp);",
      "+	bool on;",
      "-	if (!lamp)
    +	if (!lamp || !lamp->id)",
      "-int lamp_on(struct lamp *lamp)
    +int lamp_on(struct lamp *lamp, int how)",
      "-		ret = lamp_try(lamp, 1);
    +		ret = lamp_try(lamp, 2);",
      "-	/* Nothing to do */
    -	if (!lamp)
    -		return 0;",
    ]
  `);
});

test('a place that is not there, or there twice, is told with its candidates', () => {
  expect([
    said(() => find(on(), headed('if (!lamp->id)'))),
    said(() => find(on(), statements('lamp_note(lamp);'))),
    said(() => find(file, functionNamed('lamp_off'))),
    said(() => find(on(), textLines('lamp_not(lamp);'))),
    said(() => insertFirst(find(on(), headed('if (!lamp)')), '\tx();\n', 'p')),
    said(() => insertElse(find(on(), headed('do while (ret == -EAGAIN)')), ' else {\n}', 'p')),
  ]).toMatchInlineSnapshot(`
    [
      "ANCHOR_MISSING anchor lamp_on ("if (!lamp->id)" in lamp_on()) matches nowhere
    nearest candidates:
      lamp.c:22: if (!lamp)
      lamp.c:33: if (ret) {",
      "ANCHOR_AMBIGUOUS anchor lamp_on ("lamp_note(lamp);" in lamp_on()) matches 2 times
      lamp.c:30: lamp_note(lamp);
      lamp.c:34: lamp_note(lamp);",
      "ANCHOR_MISSING anchor lamp_off (lamp_off()) matches nowhere
    nearest candidates:
      lamp.c:17: int lamp_on(struct lamp *lamp)",
      "ANCHOR_MISSING anchor lamp_on (the line "lamp_not(lamp);" in lamp_on()) matches nowhere
    nearest candidates:
      lamp.c:17: int lamp_on(struct lamp *lamp)
      lamp.c:22: if (!lamp)
      lamp.c:26: ret = lamp_try(lamp, 1);",
      "ANCHOR_MISSING "if (!lamp)" in lamp_on() has no braces
    ",
      "ANCHOR_MISSING "do while (ret == -EAGAIN)" in lamp_on() is no if
    ",
    ]
  `);
});

test('a file that is no C is edited without being parsed, and C that cannot be parsed as text', () => {
  const makefile = parse('tree', 'Makefile', 'obj-y += (\nobj-y += b.o\n');
  const edit = insertBehind(find(makefile, textLines('obj-y +=  b.o')), 'obj-y += c.o\n', 'p');
  expect(apply(makefile, [edit]).text).toBe('obj-y += (\nobj-y += b.o\nobj-y += c.o\n');
  const broken = parse('tree', 'x.c', 'BEGIN(a) {\n\tone\n}\n');
  expect(rewritten(broken, [insertBehind(find(broken, textLines('one')), '\ttwo\n', 'p')])).toEqual([
    'x.c',
    'BEGIN(a) {\n\tone\n\ttwo\n}\n',
  ]);
});

test('a number is the one that was posted where it is free, and the next one where it is not', () => {
  const header = parse(
    'tree',
    'include/uapi/linux/lamp.h',
    `#define LAMP_ON	_IO('L', 0x1)
#define LAMP_GET	_IOWR('L', LAMP_BASE + 3, struct lamp)
#define LAMP_FLAG_RED	BIT(0)
#define LAMP_FLAG_BLUE	0x2
#define LAMP_CAP_DIM	1
`,
  );
  const free = (kind: 'ioctl' | 'bit' | 'id', family: string, number: number) =>
    freeNumber(header, { kind, name: 'LAMP_NEW', family, number });
  expect([
    free('ioctl', 'LAMP_', 4),
    free('ioctl', 'LAMP_', 3),
    free('ioctl', 'LAMP_', 2),
    free('bit', 'LAMP_FLAG_', 1),
    free('bit', 'LAMP_FLAG_', 5),
    free('id', 'LAMP_CAP_', 1),
    said(() => freeNumber(header, { kind: 'id', name: 'LAMP_CAP_DIM', family: 'LAMP_CAP_', number: 2 })),
  ]).toMatchInlineSnapshot(`
    [
      4,
      4,
      2,
      2,
      5,
      2,
      "ALLOCATION_TAKEN the tree already defines LAMP_CAP_DIM
      #define LAMP_CAP_DIM 1",
    ]
  `);
});
