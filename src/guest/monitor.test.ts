// SPDX-License-Identifier: GPL-2.0-only
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Monitor } from './monitor.ts';

const NIC = {
  devices: ['unplug', 'e1000e'].map((role) => ({ role, address: '04.0', asks: undefined })),
  media: new Map<string, string>(),
};

test('what a guest may ask for becomes a command of QEMU’s protocol; anything else is told', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const devices = ['-device', 'e1000e,romfile=,id=unplug,bus=unplug-port', '-device', 'e1000e,id=e1000e'];
  const monitor = new Monitor(input, output, devices, NIC);
  for (const asked of ['device_del unplug', 'link_down e1000e', 'link_up tap', 'quit now', 'constructor now'])
    monitor.ask(asked.split(' '));
  output.write('{"QMP": {}}\n{"return": {}}\n{"error": {"class": "DeviceNotFound", ');
  output.write('"desc": "Device \'unplug\' not found"}}\nnot JSON\n');
  await sleep(10);
  expect(String(input.read()).trimEnd().split('\n')).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"query-status","id":"state"}',
    '{"execute":"device_del","arguments":{"id":"unplug"},"id":"1 device_del unplug"}',
    '{"execute":"set_link","arguments":{"name":"e1000e","up":false},"id":"2 link_down e1000e"}',
  ]);
  expect(monitor.problems).toMatchInlineSnapshot(`
    [
      "asked for link_up tap: there is no such device",
      "asked for quit now: the host does device_del, device_add, link_down, link_up, insert, eject",
      "asked for constructor now: the host does device_del, device_add, link_down, link_up, insert, eject",
      "the monitor said: Device 'unplug' not found",
    ]
  `);
});

test('a device is plugged in again when the guest has let go of it, and not before', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const monitor = new Monitor(input, output, ['-device', 'e1000e,romfile=,id=unplug,bus=unplug-port'], NIC);
  const sent = async () => {
    await sleep(10);
    return String(input.read() ?? '')
      .split('\n')
      .slice(0, -1);
  };
  monitor.ask(['device_del', 'unplug']);
  monitor.ask(['device_add', 'unplug']);
  expect(await sent()).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"query-status","id":"state"}',
    '{"execute":"device_del","arguments":{"id":"unplug"},"id":"1 device_del unplug"}',
  ]);
  output.write('{"event": "DEVICE_DELETED", "data": {"path": "/machine/peripheral/unplug/nic"}}\n');
  output.write('{"event": "DEVICE_DELETED", "data": {"device": "unplug"}}\n');
  const again = (number: number) =>
    `{"execute":"device_add","arguments":{"driver":"e1000e","romfile":"","id":"unplug","bus":"unplug-port"},"id":"${number} device_add unplug"}`;
  expect(await sent()).toEqual([again(2)]);
  // Nothing waits for a device that the guest has cut off itself.
  monitor.ask(['device_del', 'unplug']);
  monitor.ask(['device_add', 'unplug']);
  output.write('{"id": "3 device_del unplug", "error": {"class": "DeviceNotFound", "desc": "not found"}}\n');
  expect((await sent()).at(-1)).toBe(again(4));
  expect(monitor.problems).toEqual([]);
});

test('a guest that QEMU has stopped is told with its state, and one that goes on is not', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const states: string[] = [];
  new Monitor(input, output, [], NIC, (state) => states.push(state));
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

test('a program that gives a token is answered, and refused with the reason', async () => {
  const [input, output, answers] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const asked = {
    devices: [
      { role: 'drive', address: undefined, asks: ['media' as const] },
      { role: 'plain', address: undefined, asks: undefined },
    ],
    media: new Map([['first', '/boot/media/first.img']]),
  };
  const argv = ['-device', 'lamp-drive,id=drive', '-device', 'lamp,id=plain'];
  const monitor = new Monitor(input, output, argv, asked, undefined, answers);
  const ask = (text: string) => monitor.ask(text.split(' '));
  ask('@1 insert drive first ro');
  ask('@2 eject drive');
  ask('@3 insert drive second rw');
  ask('@4 insert drive first loud');
  ask('@5 device_del drive');
  ask('@6 eject plain');
  ask('@7 eject moon');
  ask('@8 sing drive');
  ask('@9');
  output.write(
    '{"return": {}, "id": "1 insert drive"}\n{"error": {"desc": "Tray is locked"}, "id": "2 eject drive"}\n',
  );
  await sleep(10);
  expect(String(input.read()).trimEnd().split('\n').slice(2)).toEqual([
    '{"execute":"blockdev-change-medium","arguments":{"id":"drive","filename":"/boot/media/first.img","format":"raw","read-only-mode":"read-only"},"id":"1 insert drive"}',
    '{"execute":"eject","arguments":{"id":"drive","force":true},"id":"2 eject drive"}',
  ]);
  expect(String(answers.read()).trimEnd().split('\n')).toMatchInlineSnapshot(`
    [
      "@3 error insert drive second rw: the machine has no medium second; it has first",
      "@4 error insert drive first loud: a medium is inserted rw or ro",
      "@5 error device_del drive: the machine's drive allows media, not plug",
      "@6 error eject plain: the machine's plain allows nothing, not media",
      "@7 error eject moon: there is no such device",
      "@8 error sing drive: the host does device_del, device_add, link_down, link_up, insert, eject",
      "@9 error : the host does device_del, device_add, link_down, link_up, insert, eject",
      "@1 ok",
      "@2 error eject drive: QEMU said: Tray is locked",
    ]
  `);
  expect(monitor.problems).toEqual([]);
});

test('a request that QEMU never answers is answered all the same', async () => {
  vi.useFakeTimers();
  try {
    const [input, output, answers] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const monitor = new Monitor(input, output, ['-device', 'e1000e,id=unplug'], NIC, undefined, answers);
    monitor.ask(['@1', 'device_del', 'unplug']);
    monitor.ask(['link_up', 'unplug']);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(String(answers.read())).toBe('@1 error device_del unplug: it was not done within 10 s\n');
    expect(monitor.problems).toEqual(['asked for link_up unplug: it was not done within 10 s']);
  } finally {
    vi.useRealTimers();
  }
});
