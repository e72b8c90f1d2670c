// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';
import { CALL, ELEMENTS, HANDED, TUNE, tuned } from './hnd-check-dropped.bad.ts';

const PATH = 'drivers/lamp/lamp.c';
const before = { [PATH]: CALL };

const FIRMWARE = [
  '	if (len < sizeof(tune))\n',
  '	object = result.pointer;\n	if (object->length < sizeof(tune) || !object->type)\n		return -EINVAL;\n	lamp->length = object->length;\n	if (len < sizeof(tune))\n',
] as const;

const REGISTER = `static int lamp_reg_read(struct lamp *lamp, u32 at, size_t size)
{
	if (size > sizeof(lamp->data))
		return -EOPNOTSUPP;
	lamp->at = at;
	lamp->size = size;
	lamp->reads++;
	return lamp_transfer(lamp, size);
}
`;

export const good: Sample[] = [
  {
    name: 'a mask with one more flag',
    before,
    after: { [PATH]: edited(CALL, ['flags & ~LAMP_CLOSE', 'flags & ~(LAMP_CLOSE | LAMP_SLOWLY)']) },
  },
  {
    name: 'the question in a helper',
    before,
    after: {
      [PATH]: edited(
        CALL,
        [
          '		if (flags & ~LAMP_CLOSE)\n			return -EINVAL;\n',
          '		if (!lamp_knows(flags))\n			return -EINVAL;\n',
        ],
        [
          'SYSCALL_DEFINE2(lamp_open,',
          `static bool lamp_knows(int flags)
{
	if (flags & ~LAMP_CLOSE)
		goto no;
	return true;
no:
	return false;
}

SYSCALL_DEFINE2(lamp_open,`,
        ],
      ),
    },
  },
  {
    name: 'a condition beside it',
    before,
    after: { [PATH]: edited(CALL, ['if (room < 0)', 'if (room < LAMP_FIRST)']) },
  },
  {
    name: 'an element of an array that becomes a member',
    before: {
      [LAMP_PATH]: lampHeader('struct lamp_attr { __u32 hue; __u32 reserved[2]; };\n'),
      [PATH]: ELEMENTS,
    },
    after: {
      [LAMP_PATH]: lampHeader('struct lamp_attr { __u32 hue; __u32 watts; __u32 reserved[1]; };\n'),
      [PATH]: edited(ELEMENTS, ['attr.reserved[0] || attr.reserved[1]', 'attr.reserved[0]']),
    },
  },
  {
    name: 'flags that the kernel alone passes',
    before: { [PATH]: HANDED.replace('do_lamp(hue, flags);', 'do_lamp(hue, LAMP_FAST);') },
    after: {
      [PATH]: edited(HANDED.replace('do_lamp(hue, flags);', 'do_lamp(hue, LAMP_FAST);'), [
        '	if (flags & ~LAMP_FAST)\n		return -EINVAL;\n',
        '',
      ]),
    },
  },
  tuned(
    'a bound that another function asks',
    ['	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n', ''],
    ['	lamp->hues[hue] = 1;', '	if (hue >= LAMP_HUES)\n		return -EINVAL;\n	lamp->hues[hue] = 1;'],
  ),
  tuned('a bound in other words', ['	if (tune.hue >= LAMP_HUES)', '	if (tune.hue > LAMP_HUES - 1)']),
  tuned(
    'a value that nobody reads any more',
    ['	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n', ''],
    ['lamp_fit(lamp, tune.hue)', 'lamp_fit(lamp, 0)'],
  ),
  tuned('modes by ifs', [
    '	switch (tune.mode) {\n	case LAMP_WARM:\n	case LAMP_COLD:\n		break;\n	default:\n		return -EINVAL;\n	}\n',
    '	if (tune.mode != LAMP_WARM && tune.mode != LAMP_COLD)\n		return -EINVAL;\n',
  ]),
  tuned('a limit that the search for the value asks', [
    '	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n',
    '	for (i = 0; i < LAMP_HUES; i++)\n		if (lamp->known[i] == tune.hue)\n			break;\n	if (i == LAMP_HUES)\n		return -EINVAL;\n',
  ]),
  tuned(
    'a value that is asked for only where the program gave one',
    ['	struct lamp_tune tune;\n', '	struct lamp_tune tune;\n	bool has_hue = false;\n'],
    [
      '	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n',
      '	if (len > 4)\n		has_hue = true;\n	if (has_hue) {\n		if (tune.hue >= LAMP_HUES)\n			return -EINVAL;\n	}\n',
    ],
  ),
  {
    name: 'a length that the firmware gave',
    before: { [PATH]: edited(TUNE, FIRMWARE) },
    after: {
      [PATH]: edited(TUNE, [
        FIRMWARE[0],
        FIRMWARE[1].replace('object->length < sizeof(tune) || !object->type', '!object->type'),
      ]),
    },
  },
  tuned('modes that the function which is called instead knows', [
    '	default:\n		return -EINVAL;\n',
    '	default:\n		return lamp_tune_more(lamp, tune.mode);\n',
  ]),
  {
    name: 'a register that the kernel reads',
    before: { [PATH]: REGISTER },
    after: { [PATH]: edited(REGISTER, ['	if (size > sizeof(lamp->data))\n		return -EOPNOTSUPP;\n', '']) },
  },
  tuned('modes in another place', [
    '	switch (tune.mode) {',
    '	request = &tune;\n	switch (request->mode) {',
  ]),
  {
    name: 'what a call answered',
    before: {
      [PATH]: edited(TUNE, [
        '	if (len < sizeof(tune))\n',
        '	irq = lamp_irq(lamp);\n	if (irq < 0)\n		return -ENXIO;\n	lamp->irq = irq;\n	if (len < sizeof(tune))\n',
      ]),
    },
    after: {
      [PATH]: edited(TUNE, [
        '	if (len < sizeof(tune))\n',
        '	irq = lamp_irq(lamp);\n	lamp->irq = irq;\n	if (len < sizeof(tune))\n',
      ]),
    },
  },
  tuned(
    'a value by which nothing is found',
    ['	struct lamp_tune tune;\n', '	struct lamp_tune tune;\n	struct bulb *bulb;\n'],
    [
      '	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n',
      '	bulb = lamp_bulb(lamp, tune.hue);\n	if (!bulb)\n		return -EINVAL;\n',
    ],
  ),
];
