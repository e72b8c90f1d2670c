// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readDiffs } from '../mail/diff.ts';
import { carriedFile } from './carry.ts';
import { lineChanges } from './change.ts';
import { outlinedFile } from './place.ts';
import { diffOf, LAMP } from './testing/lamp.ts';

/** The lines that a change makes in another text, or why it is refused. */
function carried(before: string, after: string, target: string, path = 'lamp.c'): string {
  const changes = lineChanges(before, readDiffs(diffOf(path, before, after), 'test')[0]?.hunks ?? []) ?? [];
  const made = carriedFile(outlinedFile(path, before), changes, outlinedFile(path, target));
  if (made.text === undefined)
    return made.changes
      .flatMap(({ decision }) => (decision.state === 'refused' ? `${decision.doubt}: ${decision.why}` : []))
      .join('\n');
  return diffOf(path, target, made.text)
    .split('\n')
    .filter((line) => /^(@@|[+-](?![+-]{2}))/.test(line))
    .join('\n');
}

const LIMIT = '\tif (level > lamp->max)\n\t\tlevel = lamp->max;\n';
const at = (text: string, of: string, line: string) => text.indexOf(line, text.indexOf(of));
const inserted = (text: string, of: string, line: string, added: string) =>
  text.slice(0, at(text, of, line)) + added + text.slice(at(text, of, line));
const limited = inserted(LAMP, 'lamp_resume', '\tret = lamp_power', LIMIT);

test('a change goes to its function, where that is: elsewhere in the file, or under another name', () => {
  const [head, resume] = [
    LAMP.slice(0, LAMP.indexOf('static int lamp_start')),
    LAMP.slice(LAMP.indexOf('static int lamp_resume')),
  ];
  const start = LAMP.slice(head.length, LAMP.indexOf('static int lamp_resume'));
  expect([
    carried(LAMP, limited, `${head}${resume}\n${start}`),
    carried(LAMP, limited, LAMP.replace('lamp_resume', 'lamp_wake_up')),
    carried(LAMP, limited, `#include <linux/old.h>\n${LAMP}`),
  ]).toMatchInlineSnapshot(`
    [
      "@@ -6,6 +6,8 @@ static int lamp_resume(struct lamp *lamp, int level)
    +	if (level > lamp->max)
    +		level = lamp->max;",
      "@@ -26,6 +26,8 @@ static int lamp_wake_up(struct lamp *lamp, int level)
    +	if (level > lamp->max)
    +		level = lamp->max;",
      "@@ -27,6 +27,8 @@ static int lamp_resume(struct lamp *lamp, int level)
    +	if (level > lamp->max)
    +		level = lamp->max;",
    ]
  `);
});

test('a change beside a line that was changed, or is gone, goes to the one place that is left', () => {
  expect([
    carried(
      LAMP,
      limited,
      LAMP.replaceAll('ret = lamp_power(lamp, level);', 'ret = lamp_power(lamp, level, NULL);'),
    ),
    carried(LAMP, limited, LAMP.replaceAll('\tmutex_lock(&lamp->lock);\n', '')),
  ]).toMatchInlineSnapshot(`
    [
      "@@ -26,6 +26,8 @@ static int lamp_resume(struct lamp *lamp, int level)
    +	if (level > lamp->max)
    +		level = lamp->max;",
      "@@ -24,6 +24,8 @@ static int lamp_resume(struct lamp *lamp, int level)
    +	if (level > lamp->max)
    +		level = lamp->max;",
    ]
  `);
});

test('where the target has other lines, two places, no function or no braces, the change is refused', () => {
  const branch = (open: string, close: string, more = '') =>
    `int lamp_size(struct lamp *lamp, int table)\n{\n\tint size = 0;\n\n\tif (table) {\n\t\tsize = lamp_table(lamp, table);\n\t\tlamp->bar = table;\n\t}${open}\n${more}\t\tlamp->bar = LAMP_NO_BAR;\n${close}\n\treturn lamp_resize(lamp, size);\n}\n`;
  const braced = (more: string) => branch(' else {', '\t}\n', more);
  expect([
    carried(
      LAMP,
      limited,
      LAMP.replaceAll(
        '\tret = lamp_power(lamp, level);',
        '\tlamp_wake(lamp);\n\tret = lamp_power(lamp, level);',
      ),
    ),
    carried(
      LAMP,
      LAMP.replace('"no power after sleep\\n"', '"no power"'),
      LAMP.replace('no power after sleep', 'nothing'),
    ),
    carried(LAMP, limited, LAMP.slice(0, LAMP.indexOf('static int lamp_resume'))),
    carried(braced(''), braced('\t\tlamp_note(lamp);\n'), branch(' else', '')),
  ]).toMatchInlineSnapshot(`
    [
      "lines-between: the target has 1 line where it goes: "lamp_wake(lamp);"",
      "lines-differ: the target has no "dev_err(lamp->dev, "no power after sleep\\n");" there",
      "no-counterpart: the target has no lamp_resume()",
      "lines-between: the target has 1 line where it goes: "} else"",
    ]
  `);
});

test('what is there already is left as it is', () => {
  expect(carried(LAMP, limited, limited)).toBe('');
});

test('what is no C is placed by its lines between headings', () => {
  const kconfig = (more: string) =>
    `config LAMP\n\ttristate "Lamps"\n\tdepends on PCI\n${more}\thelp\n\t  Lamps that shine.\n\nconfig TORCH\n\ttristate "Torches"\n\tdepends on PCI\n\thelp\n\t  Torches that shine.\n`;
  const target = `config CANDLE\n\ttristate "Candles"\n\n${kconfig('')}`;
  expect(
    carried(kconfig(''), kconfig('\tselect LIGHT\n'), target, 'drivers/lamp/Kconfig'),
  ).toMatchInlineSnapshot(`
    "@@ -4,6 +4,7 @@ config CANDLE
    +	select LIGHT"
  `);
});

test('a return is not carried from a function that releases by scope into one that releases by hand', () => {
  const scoped = LAMP.replaceAll('\tmutex_lock(&lamp->lock);\n', '\tguard(mutex)(&lamp->lock);\n').replaceAll(
    'out:\n\tmutex_unlock(&lamp->lock);\n',
    'out:\n',
  );
  const refused = '\tif (level > lamp->max)\n\t\treturn -ERANGE;\n';
  const after = inserted(scoped, 'lamp_resume', '\tlamp->awake', refused);
  expect(carried(scoped, after, LAMP)).toBe(
    'lines-differ: it leaves a function that releases by scope upstream (guard(), __free()) and by hand here',
  );
  expect(carried(scoped, after, scoped)).toContain('+\t\treturn -ERANGE;');
});
