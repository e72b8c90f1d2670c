// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Snapshot } from '../../src/series/sources.ts';
import { fallingBack } from '../../src/uapi/fallback.ts';
import { TextFiles } from '../../src/uapi/headers/files.ts';
import { OneHeader } from '../../src/uapi/side/one-header.ts';
import { comparisonOf } from '../lib/api.ts';
import type { Subject } from '../rule.ts';
import { rule } from './tre-include-missing.ts';

/** What the rule says where a header that has nothing beside it loses its includes. */
function lost(includes: string, declarations: string): string[] {
  const side = (text: string) =>
    fallingBack(
      new OneHeader('alone', { name: 'lamp.h', path: 'lamp.h' }, new TextFiles(new Map([['lamp.h', text]]))),
      () => true,
    ).headers;
  const subject: Subject = {
    name: 'one header',
    before: new Snapshot('before', new Map()),
    after: new Snapshot('after', new Map()),
    uapi: comparisonOf(side(`${includes}${declarations}`), side(declarations)),
    lacks: {},
    patches: [],
    mails: [],
  };
  return rule.compare?.(subject).map(({ message, effect }) => `${effect ?? rule.effect}: ${message}`) ?? [];
}

test('a header alone that loses the include of what it uses no longer compiles', () => {
  expect([
    ...lost('#include <linux/types.h>\n', 'struct lamp { __u32 hue; };\n'),
    ...lost('#include <linux/limits.h>\n', 'struct lamp { char name[NAME_MAX]; };\n'),
    ...lost('#include <linux/const.h>\n', 'enum { LAMP_LIT = _BITUL(3) };\n'),
    ...lost('#include <stdint.h>\n', 'uint32_t lamp_hue(void);\n'),
  ]).toMatchInlineSnapshot(`
    [
      "source-break: lamp.h uses __u32, and no longer includes linux/types.h",
      "source-break: lamp.h uses NAME_MAX, and no longer includes linux/limits.h",
      "source-break: lamp.h uses _BITUL, and no longer includes linux/const.h",
      "source-break: lamp.h uses uint32_t, and no longer includes stdint.h",
    ]
  `);
});

test('it may lose what it does not use, and what no kernel header is at hand for is undetermined', () => {
  expect(lost('#include <linux/types.h>\n#include <linux/ioctl.h>\n', 'struct lamp { int hue; };\n')).toEqual(
    [],
  );
  expect(lost('#include <linux/torch.h>\n', 'struct lamp { int hue; };\n')).toMatchInlineSnapshot(`
    [
      "undetermined: lamp.h no longer includes linux/torch.h, and kpw does not have that to see whether it is needed",
    ]
  `);
});
