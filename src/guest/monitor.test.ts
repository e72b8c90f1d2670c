// SPDX-License-Identifier: GPL-2.0-only
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Monitor } from './monitor.ts';

test('what a guest may ask for becomes a command of QEMU’s protocol; anything else is told', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const monitor = new Monitor(input, output);
  monitor.ask('device_del', 'unplug');
  monitor.ask('link_down', 'e1000e');
  monitor.ask('quit', 'now');
  monitor.ask('constructor', 'now');
  output.write('{"QMP": {}}\n{"return": {}}\n{"error": {"class": "DeviceNotFound", ');
  output.write('"desc": "Device \'unplug\' not found"}}\nnot JSON\n');
  await sleep(10);
  expect(String(input.read()).trimEnd().split('\n')).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"device_del","arguments":{"id":"unplug"}}',
    '{"execute":"set_link","arguments":{"name":"e1000e","up":false}}',
  ]);
  expect(monitor.problems).toMatchInlineSnapshot(`
    [
      "asked for quit now: the host does device_del, link_down, link_up",
      "asked for constructor now: the host does device_del, link_down, link_up",
      "the monitor said: Device 'unplug' not found",
    ]
  `);
});
