// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = { [LAMP_PATH]: lampHeader('enum { LAMP_A_UNSPEC, LAMP_A_HUE, LAMP_A_NAME };\n') };
const PATH = 'net/lamp/netlink.c';
const POLICY = `#include <linux/lamp.h>

static const struct nla_policy lamp_policy[LAMP_A_MAX + 1] = {
	[LAMP_A_HUE]	= { .type = NLA_U32 },
	[LAMP_A_NAME]	= { .type = NLA_NUL_STRING, .len = 15 },
};
`;

/** What reads the hue, and refuses some. */
const CHECKED = `
static int lamp_set(struct lamp *lamp, struct nlattr **tb)
{
	u32 hue = nla_get_u32(tb[LAMP_A_HUE]);

	if (hue > 255)
		return -ERANGE;
	return lamp_turn(lamp, hue);
}
`;

/** What copies the name as it comes. */
export const NAMED = `
static int lamp_name(struct lamp *lamp, struct nlattr **tb)
{
	strcpy(lamp->name, nla_data(tb[LAMP_A_NAME]));
	return 0;
}
`;

export const OPERATIONS = `${POLICY}${NAMED}
static const struct lamp_ops lamp_ops = {
	.init	= lamp_init,
	.policy	= lamp_policy,
};
`;

/** The policy's declaration, and where it is used. */
export const WHOLE: readonly string[] = [
  /static const struct nla_policy[^;]*;\n/.exec(POLICY)?.[0] ?? '',
  '	.policy	= lamp_policy,\n',
];

const changed = (name: string, from: string, to: string): Sample => ({
  name,
  before: { ...HEADER, [PATH]: POLICY },
  after: { ...HEADER, [PATH]: edited(POLICY, [from, to]) },
});

export const ANSWER = `#include <linux/lamp.h>

static int lamp_fill(struct sk_buff *skb, struct lamp *lamp)
{
	if (nla_put_u32(skb, LAMP_A_HUE, lamp->hue))
		return -EMSGSIZE;
	if (nla_put_string(skb, LAMP_A_NAME, lamp->name))
		return -EMSGSIZE;
	return 0;
}
`;

const answered = (name: string, from: string, to: string): Sample => ({
  name,
  before: { ...HEADER, [PATH]: ANSWER },
  after: { ...HEADER, [PATH]: edited(ANSWER, [from, to]) },
});

export const bad: Sample[] = [
  changed('another type', 'NLA_U32', 'NLA_U64'),
  answered(
    'an answer without an attribute',
    '	if (nla_put_string(skb, LAMP_A_NAME, lamp->name))\n		return -EMSGSIZE;\n',
    '',
  ),
  answered('an answer with a number of another size', 'nla_put_u32(', 'nla_put_u16('),
  changed('an attribute that is gone', '	[LAMP_A_NAME]	= { .type = NLA_NUL_STRING, .len = 15 },\n', ''),
  changed(
    'a range that nothing in the file asked for',
    '{ .type = NLA_U32 }',
    'NLA_POLICY_MAX(NLA_U32, 255)',
  ),
  {
    name: 'a range that the code may have asked for, which is undetermined',
    before: { ...HEADER, [PATH]: `${POLICY}${CHECKED}` },
    after: {
      ...HEADER,
      [PATH]: edited(`${POLICY}${CHECKED}`, ['{ .type = NLA_U32 }', 'NLA_POLICY_MAX(NLA_U32, 255)']),
    },
  },
  {
    name: 'a length by a name that nobody at hand defines, which is undetermined',
    before: { ...HEADER, [PATH]: edited(POLICY, ['.len = 15', '.len = LAMP_NAME']) },
    after: { ...HEADER, [PATH]: edited(POLICY, ['.len = 15', '.len = LAMP_NAME_OTHER']) },
  },
  {
    name: 'a length that nothing bounds any more',
    before: { ...HEADER, [PATH]: `${POLICY}${NAMED}` },
    after: { ...HEADER, [PATH]: `${edited(POLICY, [', .len = 15', ''])}${NAMED}` },
  },
  changed('a length that nothing bounds, of what another file reads', ', .len = 15', ''),
  {
    name: 'a policy that its operations have no more',
    before: { ...HEADER, [PATH]: OPERATIONS },
    after: { ...HEADER, [PATH]: WHOLE.reduce((text, part) => text.replace(part, ''), OPERATIONS) },
  },
];
