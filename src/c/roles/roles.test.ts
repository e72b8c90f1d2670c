// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { apply, type Edit } from '../edit.ts';
import { parse } from '../parse.ts';
import { gainsInclude, gainsParameter, gainsSharedHelper, gainsSymbol, type SharedHelper } from './index.ts';

const file = (text: string, path = 'drivers/lamp/lamp.c') => parse('lamp-1.0', path, text);

/** What becomes of a text: the lines that are new, each with the line before it. */
function gained(text: string, make: (source: ReturnType<typeof file>) => Edit[], path?: string): string {
  const source = file(text, path);
  return apply(source, make(source)).text;
}

test('an include takes its place among those of its folder', () => {
  const sorted = '#include <linux/fs.h>\n#include <linux/slab.h>\n\n#include <asm/io.h>\n';
  expect(gained(sorted, (one) => gainsInclude(one, '<linux/pci.h>'))).toBe(
    '#include <linux/fs.h>\n#include <linux/pci.h>\n#include <linux/slab.h>\n\n#include <asm/io.h>\n',
  );
  expect(gained(sorted, (one) => gainsInclude(one, '<linux/vfio.h>'))).toContain(
    '#include <linux/slab.h>\n#include <linux/vfio.h>\n',
  );
  expect(gained(sorted, (one) => gainsInclude(one, '<linux/fs.h>'))).toBe(sorted);
});

test('one among includes without an order stands behind the last of its folder', () => {
  const text = '#include <linux/slab.h>\n#include <linux/fs.h>\n#include "lamp.h"\n';
  expect(gained(text, (one) => gainsInclude(one, '<linux/pci.h>'))).toBe(
    '#include <linux/slab.h>\n#include <linux/fs.h>\n#include <linux/pci.h>\n#include "lamp.h"\n',
  );
});

test('without any it stands behind the comments that the file begins with, and what is conditional is left alone', () => {
  const text = '// SPDX-License-Identifier: GPL-2.0\n/*\n * Lamps\n */\n\nint lamp;\n';
  expect(gained(text, (one) => gainsInclude(one, '<linux/fs.h>'))).toBe(
    '// SPDX-License-Identifier: GPL-2.0\n/*\n * Lamps\n */\n#include <linux/fs.h>\n\nint lamp;\n',
  );
  const conditional = '#include <linux/fs.h>\n#ifdef CONFIG_PCI\n#include <linux/pci.h>\n#endif\n';
  expect(gained(conditional, (one) => gainsInclude(one, '<linux/mm.h>'))).toBe(
    '#include <linux/fs.h>\n#include <linux/mm.h>\n#ifdef CONFIG_PCI\n#include <linux/pci.h>\n#endif\n',
  );
});

const DIM = { name: 'dim', type: 'bool', mode: '0444', description: 'Begin dimmed ("soft")' } as const;

test('a module parameter stands behind those that the file has', () => {
  const text = `#include <linux/module.h>

static int hue = 3;
module_param(hue, int, 0);
MODULE_PARM_DESC(hue, "Hue");

static int lamp_on(void)
{
	return hue;
}
`;
  expect(gained(text, (one) => gainsParameter(one, { ...DIM, initial: 'true' }))).toMatchInlineSnapshot(`
    "#include <linux/module.h>

    static int hue = 3;
    module_param(hue, int, 0);
    MODULE_PARM_DESC(hue, "Hue");

    static bool dim = true;
    module_param(dim, bool, 0444);
    MODULE_PARM_DESC(dim, "Begin dimmed (\\"soft\\")");

    static int lamp_on(void)
    {
    	return hue;
    }
    "
  `);
});

test('the first one stands before the first function and its comment, and brings its header', () => {
  const text = '#include <linux/fs.h>\n\n/* Lights it */\nstatic int lamp_on(void)\n{\n\treturn 0;\n}\n';
  expect(gained(text, (one) => gainsParameter(one, DIM))).toMatchInlineSnapshot(`
    "#include <linux/fs.h>
    #include <linux/moduleparam.h>

    static bool dim;
    module_param(dim, bool, 0444);
    MODULE_PARM_DESC(dim, "Begin dimmed (\\"soft\\")");

    /* Lights it */
    static int lamp_on(void)
    {
    	return 0;
    }
    "
  `);
});

test('where all code is conditional it stands inside of the condition', () => {
  const text =
    '#include <linux/module.h>\n\n#ifdef CONFIG_LAMP\nint lamp_on(void)\n{\n\treturn 0;\n}\n#endif\n';
  expect(gained(text, (one) => gainsParameter(one, DIM))).toContain('#ifdef CONFIG_LAMP\nstatic bool dim;\n');
});

test('a name that is taken, and a file without functions, are told', () => {
  const code = (text: string) => {
    try {
      gainsParameter(file(text), DIM);
      return undefined;
    } catch (error) {
      const { code, title, where } = error as { code: string; title: string; where: string };
      return `${code} ${title}, ${where}`;
    }
  };
  expect([code('int hue;\nstatic bool dim;\n'), code('int hue;\n')]).toEqual([
    'ALLOCATION_TAKEN there is a dim already, lamp-1.0: drivers/lamp/lamp.c:2',
    'ANCHOR_MISSING there is no function that a module parameter could stand before, lamp-1.0: drivers/lamp/lamp.c',
  ]);
});

const DRIVER = file(`#include "lamp.h"

/* Lights it */
int lamp_on(struct lamp *lamp)
{
	return 0;
}
`);
const HEADER = file(
  `#ifndef LAMP_H
#define LAMP_H

struct lamp;

int lamp_on(struct lamp *lamp);

#endif
`,
  'drivers/lamp/lamp.h',
);
const HELPER: SharedHelper = {
  name: 'lamp_is_dim',
  code: '/* Whether anybody can sleep */\nbool lamp_is_dim(struct lamp *lamp)\n{\n\treturn true;\n}\n',
  prototype: 'bool lamp_is_dim(struct lamp *lamp);',
  file: DRIVER,
  before: 'lamp_on',
  header: HEADER,
};

test('a helper that several files call is defined once, declared in their header, and exported where it has to be', () => {
  const edits = gainsSharedHelper({ ...HELPER, exported: true });
  const texts = [DRIVER, HEADER].map(
    (one) =>
      apply(
        one,
        edits.filter(({ path }) => path === one.path),
      ).text,
  );
  expect(texts.join('=====\n')).toMatchInlineSnapshot(`
    "#include "lamp.h"

    /* Whether anybody can sleep */
    bool lamp_is_dim(struct lamp *lamp)
    {
    	return true;
    }
    EXPORT_SYMBOL_GPL(lamp_is_dim);

    /* Lights it */
    int lamp_on(struct lamp *lamp)
    {
    	return 0;
    }
    =====
    #ifndef LAMP_H
    #define LAMP_H

    struct lamp;

    int lamp_on(struct lamp *lamp);
    bool lamp_is_dim(struct lamp *lamp);

    #endif
    "
  `);
});

test('a header without a prototype gets the first one before its end', () => {
  const header = file('#ifndef LAMP_H\n#define LAMP_H\n\nstruct lamp;\n#endif\n', 'drivers/lamp/lamp.h');
  const [, declared] = gainsSharedHelper({ ...HELPER, header });
  expect(apply(header, declared ? [declared] : []).text).toBe(
    '#ifndef LAMP_H\n#define LAMP_H\n\nstruct lamp;\n\nbool lamp_is_dim(struct lamp *lamp);\n\n#endif\n',
  );
});

test('a helper that is static, or whose name is taken, is refused', () => {
  const code = (more: Partial<SharedHelper>) => {
    try {
      gainsSharedHelper({ ...HELPER, ...more });
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code({ name: 'lamp_on' })).toBe('ALLOCATION_TAKEN');
  expect(code({ code: HELPER.code.replace('bool', 'static bool') })).toBe('ANCHOR_MISSING');
});

const KCONFIG = `menu "Lamps"

config LAMP
	tristate "Lamps"
	help
	  Say Y if it is dark.

	  Nobody can sleep then.

# Colours
config LAMP_HUE
	bool "Hues"

endmenu
`;

test('a symbol of Kconfig stands behind the entry of another one, and its help is filled', () => {
  const make = (behind: string) => (one: ReturnType<typeof file>) =>
    gainsSymbol(one, behind, {
      name: 'LAMP_DIM',
      type: 'bool',
      prompt: 'Dimmed lamps',
      depends: 'LAMP',
      default: 'y',
      help: 'Say Y here if somebody wants to sleep while a lamp is on, which happens more often than one would think.\n\nIf unsure, say Y.',
    });
  expect(gained(KCONFIG, make('LAMP'), 'drivers/lamp/Kconfig')).toMatchInlineSnapshot(`
    "menu "Lamps"

    config LAMP
    	tristate "Lamps"
    	help
    	  Say Y if it is dark.

    	  Nobody can sleep then.

    config LAMP_DIM
    	bool "Dimmed lamps"
    	depends on LAMP
    	default y
    	help
    	  Say Y here if somebody wants to sleep while a lamp is on, which
    	  happens more often than one would think.

    	  If unsure, say Y.

    # Colours
    config LAMP_HUE
    	bool "Hues"

    endmenu
    "
  `);
  expect(
    gained(KCONFIG, make('LAMP_HUE'), 'drivers/lamp/Kconfig').split('LAMP_HUE')[1],
  ).toMatchInlineSnapshot(`
    "
    	bool "Hues"

    config LAMP_DIM
    	bool "Dimmed lamps"
    	depends on LAMP
    	default y
    	help
    	  Say Y here if somebody wants to sleep while a lamp is on, which
    	  happens more often than one would think.

    	  If unsure, say Y.

    endmenu
    "
  `);
  expect(() => gained(KCONFIG, make('LAMPS'), 'drivers/lamp/Kconfig')).toThrow(/no symbol LAMPS is defined/);
});
