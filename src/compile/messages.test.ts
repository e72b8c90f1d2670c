// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { newMessages, parseToolMessages, placedMessage, type ToolMessage } from './messages.ts';

const OUTPUT = `In file included from ./include/linux/lamp.h:7,
                 from drivers/lamp/lamp.c:12:
./include/linux/bulb.h:3:9: error: unknown type name 'watt'
drivers/lamp/lamp.c: In function 'lamp_dim':
drivers/lamp/lamp.c:40:13: warning: unused variable 'level' [-Wunused-variable]
   40 |         int level;
      |             ^~~~~
In file included from ./include/linux/build_bug.h:5,
                 from drivers/lamp/lamp.c:10:
In function 'lamp_probe',
    inlined from 'lamp_init' at drivers/lamp/lamp.c:90:2:
./include/linux/compiler_types.h:357:45: error: call to '__compiletime_assert_1' declared with attribute error: BUILD_BUG_ON failed: x
./include/linux/build_bug.h:50:9: note: in expansion of macro 'BUILD_BUG_ON_MSG'
drivers/lamp/lamp.c:77:9: note: in expansion of macro 'BUILD_BUG_ON'
drivers/lamp/lamp.c: At top level:
drivers/lamp/lamp.c:99:5: warning: no previous prototype for 'lamp_off' [-Wmissing-prototypes]
drivers/lamp/lamp.c:100: Error: unknown mnemonic
cc1: all warnings being treated as errors
`;

const told = ({ file, line, level, text, inside }: ToolMessage) =>
  `${file}:${line}: ${level}: ${text}${inside ? ` in ${inside}` : ''}`;

test('messages of gcc and its assembler have a place, a function and who is to blame', () => {
  const messages = parseToolMessages(OUTPUT, 'gcc');
  expect(messages.map(told)).toMatchInlineSnapshot(`
    [
      "include/linux/bulb.h:3: error: unknown type name 'watt'",
      "drivers/lamp/lamp.c:40: warning: unused variable 'level' [-Wunused-variable] in lamp_dim",
      "include/linux/compiler_types.h:357: error: call to '__compiletime_assert_1' declared with attribute error: BUILD_BUG_ON failed: x in lamp_probe",
      "drivers/lamp/lamp.c:99: warning: no previous prototype for 'lamp_off' [-Wmissing-prototypes]",
      "drivers/lamp/lamp.c:100: error: unknown mnemonic",
    ]
  `);
  const own = (path: string) => path === 'drivers/lamp/lamp.c';
  expect(messages.map((one) => told(placedMessage(one, own)))).toMatchInlineSnapshot(`
    [
      "drivers/lamp/lamp.c:12: error: unknown type name 'watt'",
      "drivers/lamp/lamp.c:40: warning: unused variable 'level' [-Wunused-variable] in lamp_dim",
      "drivers/lamp/lamp.c:77: error: call to '__compiletime_assert_1' declared with attribute error: BUILD_BUG_ON failed: x in lamp_probe",
      "drivers/lamp/lamp.c:99: warning: no previous prototype for 'lamp_off' [-Wmissing-prototypes]",
      "drivers/lamp/lamp.c:100: error: unknown mnemonic",
    ]
  `);
});

const message = (text: string, line: number, inside?: string, file = 'a.c'): ToolMessage => ({
  ...{ tool: 'gcc', level: 'warning', file, line, column: 1, text, via: [] },
  ...(inside === undefined ? {} : { inside }),
});

/** New ones of a file whose text is given before and after. */
function fresh(before: string[], after: string[], old: ToolMessage[], now: ToolMessage[]): string[] {
  const line = (lines: string[]) => (one: ToolMessage) =>
    one.file === 'a.c' ? lines[one.line - 1] : undefined;
  return newMessages(now, old, line(after), line(before)).map(told);
}

test('what only moved is not new', () => {
  expect(
    fresh(['int x;'], ['', 'int x;'], [message("unused 'x'", 1, 'f')], [message("unused 'x'", 2, 'f')]),
  ).toEqual([]);
});

test('of two alike, the one in another function is new', () => {
  const now = [message("unused 'x'", 1, 'g'), message("unused 'x'", 2, 'f')];
  expect(fresh(['int x;'], ['int x;', 'int x;'], [message("unused 'x'", 1, 'f')], now)).toEqual([
    "a.c:1: warning: unused 'x' in g",
  ]);
});

test('another message about the same line is new, another number in the same one is not', () => {
  const old = [message('the frame size of 2056 bytes is larger than 2048 bytes', 1)];
  const now = [
    message('the frame size of 2072 bytes is larger than 2048 bytes', 1),
    message("unused 'x2'", 1),
  ];
  expect(fresh(['}'], ['}'], old, now)).toEqual(["a.c:1: warning: unused 'x2'"]);
  expect(fresh(['}'], ['}'], [message("unused 'x1'", 1)], [message("unused 'x2'", 1)])).toEqual([
    "a.c:1: warning: unused 'x2'",
  ]);
});

test('in a file that did not change, the line tells', () => {
  expect(fresh([], [], [message('odd', 3, 'f', 'b.h')], [message('odd', 4, 'f', 'b.h')])).toEqual([
    'b.h:4: warning: odd in f',
  ]);
});
