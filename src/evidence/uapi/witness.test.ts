// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { witnessOf } from './witness.ts';

type About = Parameters<typeof witnessOf>[0];

const program = (about: Partial<About> & Pick<About, 'rule' | 'symbol'>) =>
  witnessOf({ header: 'linux/lamp.h', effect: 'source-break', ...about })?.program;
const before = (text: string) => ({ before: { file: 'linux/lamp.h', line: 1, text } });

test('a name that is gone is used, a macro is asked for by #ifndef', () => {
  expect(program({ rule: 'mac-removed', symbol: 'LAMP_HUES' })).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    #ifndef LAMP_HUES
    #error LAMP_HUES is no macro
    #endif
    "
  `);
  expect(program({ rule: 'enm-removed', symbol: 'LAMP_DIM' })).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    unsigned long long kpw_value = (unsigned long long)(LAMP_DIM);
    "
  `);
  expect(program({ rule: 'lay-type-removed', symbol: 'struct lamp' })).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    struct lamp *kpw_pointer;
    unsigned long kpw_size = sizeof(struct lamp);
    "
  `);
  expect(program({ rule: 'dec-function-removed', symbol: 'lamp_off' })).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    void *kpw_pointer = (void *)lamp_off;
    "
  `);
});

test('a request that an enumerator made is used, one that a macro made is asked for', () => {
  const ioctl = { rule: 'ioc-removed', symbol: 'LAMP_ON' };
  expect(program({ ...ioctl, ...before("#define LAMP_ON _IO('L', 1)") })).toContain('#ifndef LAMP_ON');
  expect(program({ ...ioctl, ...before("LAMP_ON = _IO('L', 1)") })).toContain('(LAMP_ON)');
});

test('a member is reached through its struct, also one of a struct inside', () => {
  expect(program({ rule: 'lay-member-renamed', symbol: 'struct lamp.at.hue' })).toContain('(void)p->at.hue;');
  expect(program({ rule: 'lay-member-removed', symbol: 'struct lamp' })).toBeUndefined();
});

test('the sign of a member is asked of its type, or of that of an element', () => {
  const sign = (text: string) =>
    program({ rule: 'lay-member-sign', symbol: 'struct lamp.hue', ...before(text) })?.split('\n')[1];
  expect(sign('__u64 hue')).toMatchInlineSnapshot(
    `"_Static_assert((__typeof__(((struct lamp *)0)->hue))-1 > 0, "another sign");"`,
  );
  expect(sign('__s32 hue[9]')).toMatchInlineSnapshot(
    `"_Static_assert((__typeof__(((struct lamp *)0)->hue[0]))-1 < 0, "another sign");"`,
  );
  expect(sign('uint32_t hue')).toContain('> 0');
  expect(sign('int32_t hue')).toContain('< 0');
  expect(sign('char hue')).toBeUndefined();
});

test('a struct in the place of another is assigned', () => {
  const about = { rule: 'lay-member-retyped', symbol: 'struct lamp.start' };
  expect(program({ ...about, ...before('struct timeval start') })).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    void kpw_use(struct lamp *p, struct timeval *old)
    {
    	p->start = *old;
    }
    "
  `);
  expect(program({ ...about, ...before('__u64 start') })).toBeUndefined();
});

test('C++ has a witness of its own, and of what no compiler complains there is none', () => {
  const flexible = { rule: 'lay-flexible-array', symbol: 'struct lamp.more', language: 'C++' as const };
  expect(program(flexible)).toContain('struct kpw_derived : lamp {');
  expect(witnessOf({ ...flexible, header: 'linux/lamp.h', effect: 'source-break' })?.language).toBe('C++');
  expect(program({ rule: 'mac-value-changed', symbol: 'LAMP_HUES' })).toBeUndefined();
  expect(program({ rule: 'mac-removed', symbol: 'LAMP_HUES', effect: 'additive' })).toBeUndefined();
  expect(program({ rule: 'mac-removed', symbol: 'LAMP_HUES', header: 'drivers/lamp.c' })).toBeUndefined();
});

test('a macro that #if could read is compared with what it was, comments aside', () => {
  const lost = { rule: 'mac-not-in-if', symbol: 'LAMP_VERSION' };
  expect(
    program({ ...lost, ...before('#define LAMP_VERSION (2 + 1) /* of the lamp */') }),
  ).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    #if (LAMP_VERSION) != ((2 + 1))
    #error LAMP_VERSION has another value
    #endif
    "
  `);
  expect(program({ ...lost, ...before('#define LAMP_VERSION(a) ((a) > 1)') })).toBeUndefined();
});
