// SPDX-License-Identifier: GPL-2.0-only
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Monitor } from './monitor.ts';

test('what a guest may ask for becomes a command of QEMU’s protocol; anything else is told', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const devices = ['-device', 'e1000e,romfile=,id=unplug,bus=unplug-port', '-device', 'e1000e,id=e1000e'];
  const monitor = new Monitor(input, output, devices);
  monitor.ask('device_del', 'unplug');
  monitor.ask('link_down', 'e1000e');
  monitor.ask('link_up', 'tap');
  monitor.ask('quit', 'now');
  monitor.ask('constructor', 'now');
  output.write('{"QMP": {}}\n{"return": {}}\n{"error": {"class": "DeviceNotFound", ');
  output.write('"desc": "Device \'unplug\' not found"}}\nnot JSON\n');
  await sleep(10);
  expect(String(input.read()).trimEnd().split('\n')).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"query-status","id":"state"}',
    '{"execute":"device_del","arguments":{"id":"unplug"},"id":"device_del unplug"}',
    '{"execute":"set_link","arguments":{"name":"e1000e","up":false},"id":"link_down e1000e"}',
  ]);
  expect(monitor.problems).toMatchInlineSnapshot(`
    [
      "asked for link_up tap: there is no such device",
      "asked for quit now: the host does device_del, device_add, link_down, link_up",
      "asked for constructor now: the host does device_del, device_add, link_down, link_up",
      "the monitor said: Device 'unplug' not found",
    ]
  `);
});

test('a device is plugged in again when the guest has let go of it, and not before', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const monitor = new Monitor(input, output, ['-device', 'e1000e,romfile=,id=unplug,bus=unplug-port']);
  const sent = async () => {
    await sleep(10);
    return String(input.read() ?? '')
      .split('\n')
      .slice(0, -1);
  };
  monitor.ask('device_del', 'unplug');
  monitor.ask('device_add', 'unplug');
  expect(await sent()).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"query-status","id":"state"}',
    '{"execute":"device_del","arguments":{"id":"unplug"},"id":"device_del unplug"}',
  ]);
  output.write('{"event": "DEVICE_DELETED", "data": {"path": "/machine/peripheral/unplug/nic"}}\n');
  output.write('{"event": "DEVICE_DELETED", "data": {"device": "unplug"}}\n');
  const again =
    '{"execute":"device_add","arguments":{"driver":"e1000e","romfile":"","id":"unplug","bus":"unplug-port"}}';
  expect(await sent()).toEqual([again]);
  // Nothing waits for a device that the guest has cut off itself.
  monitor.ask('device_del', 'unplug');
  monitor.ask('device_add', 'unplug');
  output.write('{"id": "device_del unplug", "error": {"class": "DeviceNotFound", "desc": "not found"}}\n');
  expect((await sent()).at(-1)).toBe(again);
  expect(monitor.problems).toEqual([]);
});

test('a guest that QEMU has stopped is told with its state, and one that goes on is not', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const states: string[] = [];
  new Monitor(input, output, [], (state) => states.push(state));
  output.write('{"id": "state", "return": {"status": "running", "running": true}}\n');
  await sleep(10);
  expect(String(input.read())).toContain('query-status');
  expect(states).toEqual([]);
  output.write('{"event": "STOP"}\n');
  await sleep(10);
  expect(String(input.read())).toBe('{"execute":"query-status","id":"state"}\n');
  output.write('{"id": "state", "return": {"status": "internal-error", "running": false}}\n');
  await sleep(10);
  expect(states).toEqual(['internal-error']);
});
