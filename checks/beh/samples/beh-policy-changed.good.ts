// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';
import { ANSWER, NAMED, OPERATIONS } from './beh-policy-changed.bad.ts';

const HEADER = { [LAMP_PATH]: lampHeader('enum { LAMP_A_UNSPEC, LAMP_A_HUE, LAMP_A_NAME };\n') };
const PATH = 'net/lamp/netlink.c';
const POLICY = `#include <linux/lamp.h>

static const struct nla_policy lamp_policy[LAMP_A_MAX + 1] = {
	[LAMP_A_HUE]	= { .type = NLA_U32 },
};
`;

/** @param mask the known bits of the hue */
const bounded = (length: number, mask: string) =>
  edited(
    POLICY,
    ['{ .type = NLA_U32 }', `NLA_POLICY_MASK(NLA_U32, ${mask})`],
    ['};\n', `	[LAMP_A_NAME]	= { .type = NLA_NUL_STRING, .len = ${length} },\n};\n`],
  );

const NESTED = `#include <linux/lamp.h>

static const struct nla_policy lamp_policy[LAMP_A_MAX + 1] = {
	[LAMP_A_HUE]	= NLA_POLICY_NESTED(lamp_hue_plicy),
	[LAMP_A_NAME]	= NLA_POLICY_BITFIELD32(LAMP_FAST),
};
`;

export const good: Sample[] = [
  {
    name: 'one attribute more',
    before: { ...HEADER, [PATH]: POLICY },
    after: {
      ...HEADER,
      [PATH]: edited(POLICY, ['};\n', '	[LAMP_A_NAME]	= { .type = NLA_NUL_STRING, .len = 15 },\n};\n']),
    },
  },
  {
    name: 'bounds that let more pass',
    before: { ...HEADER, [PATH]: bounded(15, '0x3') },
    after: { ...HEADER, [PATH]: bounded(31, '0x7') },
  },
  {
    name: 'the same numbers in another form',
    before: { ...HEADER, [PATH]: POLICY },
    after: { ...HEADER, [PATH]: edited(POLICY, ['{ .type = NLA_U32 }', 'NLA_POLICY_MIN(NLA_U32, 0)']) },
  },
  {
    name: 'an answer of which another function makes a part',
    before: { ...HEADER, [PATH]: ANSWER },
    after: {
      ...HEADER,
      [PATH]: edited(
        ANSWER,
        [
          'static int lamp_fill(',
          'static int lamp_fill_name(struct sk_buff *skb, struct lamp *lamp)\n{\n	return nla_put_string(skb, LAMP_A_NAME, lamp->name);\n}\n\nstatic int lamp_fill(',
        ],
        ['if (nla_put_string(skb, LAMP_A_NAME, lamp->name))', 'if (lamp_fill_name(skb, lamp))'],
      ),
    },
  },
  {
    name: 'a row that says from where parsing is strict, and a number whose byte order it says',
    before: {
      ...HEADER,
      [PATH]: edited(POLICY, [
        '	[LAMP_A_HUE]',
        '	[LAMP_A_UNSPEC]	= { .type = NLA_UNSPEC },\n	[LAMP_A_HUE]',
      ]),
    },
    after: {
      ...HEADER,
      [PATH]: edited(
        POLICY,
        ['	[LAMP_A_HUE]', '	[LAMP_A_UNSPEC]	= { .strict_start_type = LAMP_A_NAME },\n	[LAMP_A_HUE]'],
        ['NLA_U32', 'NLA_BE32'],
      ),
    },
  },
  {
    name: 'a length by a longer name',
    before: {
      ...HEADER,
      [PATH]: edited(
        bounded(15, '0x3'),
        ['.len = 15', '.len = LAMP_NAME'],
        ['static const', '#define LAMP_NAME	15\n\nstatic const'],
      ),
    },
    after: {
      ...HEADER,
      [PATH]: edited(
        bounded(15, '0x3'),
        ['.len = 15', '.len = LAMP_NAME_LONG'],
        ['static const', '#define LAMP_NAME	15\n#define LAMP_NAME_LONG	31\n\nstatic const'],
      ),
    },
  },
  {
    name: 'an attribute that another function is told to send',
    before: { ...HEADER, [PATH]: ANSWER },
    after: {
      ...HEADER,
      [PATH]: edited(ANSWER, [
        'if (nla_put_string(skb, LAMP_A_NAME, lamp->name))',
        'if (lamp_put(skb, LAMP_A_NAME, lamp))',
      ]),
    },
  },
  {
    name: 'a length that the code bounds',
    before: { ...HEADER, [PATH]: `${bounded(15, '0x3')}${NAMED}` },
    after: {
      ...HEADER,
      [PATH]: edited(
        `${bounded(15, '0x3')}${NAMED}`,
        [', .len = 15', ''],
        ['	strcpy(', '	if (nla_len(tb[LAMP_A_NAME]) > 15)\n		return -EINVAL;\n	strcpy('],
      ),
    },
  },
  {
    name: 'a policy by another name',
    before: { ...HEADER, [PATH]: OPERATIONS },
    after: { ...HEADER, [PATH]: OPERATIONS.replaceAll('lamp_policy', 'lamp_nl_policy') },
  },
  {
    name: 'an attribute that a choice of two names gives',
    before: { ...HEADER, [PATH]: ANSWER },
    after: {
      ...HEADER,
      [PATH]: edited(
        ANSWER,
        [
          'static int lamp_fill(',
          'static int lamp_fill_name(struct sk_buff *skb, struct lamp *lamp)\n{\n	int attr = lamp->nick ? LAMP_A_NICK : LAMP_A_NAME;\n\n	return nla_put_string(skb, attr, lamp->name);\n}\n\nstatic int lamp_fill(',
        ],
        ['if (nla_put_string(skb, LAMP_A_NAME, lamp->name))', 'if (lamp_fill_name(skb, lamp))'],
      ),
    },
  },
  {
    name: 'a nested policy by another name, and one more bit',
    before: { ...HEADER, [PATH]: NESTED },
    after: {
      ...HEADER,
      [PATH]: edited(
        NESTED,
        ['(lamp_hue_plicy)', '(lamp_hue_policy)'],
        ['(LAMP_FAST)', '(LAMP_FAST | LAMP_SOFT)'],
      ),
    },
  },
  {
    name: 'the same bytes by another function',
    before: {
      ...HEADER,
      [PATH]: edited(ANSWER, [
        'nla_put_u32(skb, LAMP_A_HUE, lamp->hue)',
        'nla_put_be32(skb, LAMP_A_HUE, htonl(lamp->hue))',
      ]),
    },
    after: {
      ...HEADER,
      [PATH]: edited(ANSWER, [
        'nla_put_u32(skb, LAMP_A_HUE, lamp->hue)',
        'nla_put_u32(skb, LAMP_A_HUE, htonl(lamp->hue))',
      ]),
    },
  },
];
