// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { driver, promising } from '../../samples/lamp-promise.ts';
import { subjectOf } from '../../samples/sample.ts';
import { type CompatibleKernel, compatibility } from './compatibility.ts';

const BLINK = '\n#define VFIO_DEVICE_LAMP_BLINK	_IO(VFIO_TYPE, VFIO_BASE + 3)\n';
const TIME = '\n#define VFIO_DEVICE_LAMP_TIME	_IO(VFIO_TYPE, VFIO_BASE + 3)\n';

function dispatching(text: string, name: string) {
  return promising(text, ['	default:\n', `	case ${name}:\n		return lamp_new(lamp);\n	default:\n`]);
}

function design(name: string, sample: ReturnType<typeof driver>): CompatibleKernel {
  const { uapi, after } = subjectOf({ name, ...sample });
  if (!uapi) throw new Error('no header');
  return { name, api: uapi.after, sources: after };
}

test('a program falls back where it can find out, and breaks where a number means something else', () => {
  const designs = [
    design('base', driver()),
    design('blink', dispatching(BLINK, 'VFIO_DEVICE_LAMP_BLINK')),
    design('time', dispatching(TIME, 'VFIO_DEVICE_LAMP_TIME')),
    design('dark', driver(['	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);', '	return 0;'])),
  ];
  const lines = compatibility(designs).map(
    ({ builtFor, runsOn, fate, reasons }) =>
      `${builtFor} on ${runsOn}: ${fate}${reasons.map(({ name, why }) => `; ${name} ${why}`).join('')}`,
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "base on blink: works",
      "base on time: works",
      "base on dark: falls back; VFIO_REGION_INFO_CAP_GLOW is not handed out there",
      "blink on base: falls back; VFIO_DEVICE_LAMP_BLINK is not dispatched there, so it fails",
      "blink on time: breaks; VFIO_DEVICE_LAMP_BLINK its number is that of VFIO_DEVICE_LAMP_TIME there",
      "blink on dark: falls back; VFIO_REGION_INFO_CAP_GLOW is not handed out there; VFIO_DEVICE_LAMP_BLINK is not dispatched there, so it fails",
      "time on base: falls back; VFIO_DEVICE_LAMP_TIME is not dispatched there, so it fails",
      "time on blink: breaks; VFIO_DEVICE_LAMP_TIME its number is that of VFIO_DEVICE_LAMP_BLINK there",
      "time on dark: falls back; VFIO_REGION_INFO_CAP_GLOW is not handed out there; VFIO_DEVICE_LAMP_TIME is not dispatched there, so it fails",
      "dark on base: works",
      "dark on blink: works",
      "dark on time: works",
    ]
  `);
});
