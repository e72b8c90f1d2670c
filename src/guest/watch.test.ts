// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { FLOOD, type GuestEvent, Watch } from './watch.ts';

const LIMITS = { boot: 10, silence: 5, overall: 60 };
const UP = 'KPW 1 boot release=6.1 page=4096\n';

function up(): Watch {
  const watch = new Watch(LIMITS);
  watch.onResults(UP, 2);
  return watch;
}

test('a guest that says nothing is given up after the boot limit', () => {
  const watch = new Watch(LIMITS);
  watch.onConsole('[ 0.0] Linux version 6.1\n', 2);
  expect([watch.stop(9.9), watch.stop(10)]).toEqual([undefined, 'boot-timeout']);
});

test('a guest that goes on writing is waited for, though not for ever', () => {
  const watch = new Watch(LIMITS);
  for (let second = 0; second < 100; second++) {
    watch.onConsole('[ 0.0] something\n', second);
    expect(watch.stop(second)).toBeUndefined();
  }
  watch.onConsole('[ 0.0] something\n', 100);
  expect(watch.stop(100)).toBe('boot-timeout');
});

test('after a boot that took four times as long, silence and the whole may take that', () => {
  const watch = new Watch({ ...LIMITS, boot: 60 });
  watch.onResults('KPW 1 boot release=6.1 page=4096\n', 20);
  const { silence } = LIMITS;
  expect([watch.stop(20 + silence * 4 - 0.1), watch.stop(20 + silence * 4)]).toEqual([undefined, 'hang']);
});

test('silence on both ports is a hang, and a byte on either is a sign of life', () => {
  const watch = up();
  expect(watch.stop(6.9)).toBe(undefined);
  watch.onConsole('x', 6.9);
  expect([watch.stop(11.8), watch.stop(11.9)]).toEqual([undefined, 'hang']);
});

test('a guest that talks for ever meets the overall limit', () => {
  const watch = up();
  watch.onResults('# still here\n', 59);
  expect([watch.stop(59.9), watch.stop(60)]).toEqual([undefined, 'overall']);
});

test('the console may finish the report of a splat, but not for ever', () => {
  const watch = up();
  watch.onConsole('[ 1.0] WARN', 3);
  expect(watch.stop(3.5)).toBe(undefined);
  watch.onConsole('ING: CPU: 0 PID: 1 at x.c:1\n', 3.5);
  expect([watch.stop(3.7), watch.stop(3.85)]).toEqual([undefined, 'splat']);
  watch.onConsole('[ 1.1] Call Trace:\n', 5.4);
  expect([watch.stop(5.45), watch.stop(5.5)]).toEqual([undefined, 'splat']);
});

test('a panic ends the guest by itself, and is helped when it does not', () => {
  const watch = up();
  watch.onConsole('[ 1.0] BUG: kernel NULL pointer dereference\n', 3);
  watch.onConsole('[ 1.0] Kernel panic - not syncing: Fatal exception\n', 3.1);
  expect([watch.stop(3.2), watch.stop(8.1)]).toEqual([undefined, 'panic']);
});

test('a guest that floods its console is stopped before the disk is full', () => {
  const watch = up();
  const line = `[    1.000000] ${'x'.repeat(1000)}\n`.repeat(1000);
  let written = 0;
  for (; written < 100 * 2 ** 20 && watch.stop(3) === undefined; written += line.length)
    watch.onConsole(line, 3);
  expect(watch.stop(3)).toBe('flood');
  expect(written).toBeLessThan(FLOOD + 2 * line.length);
});

test('a guest that is done may take its time to power off, but not for ever', () => {
  const watch = up();
  watch.onResults('KPW end\n', 3);
  expect([watch.stop(12.9), watch.stop(13)]).toEqual([undefined, 'ended']);
});

test('an error of init ends the boot', () => {
  const watch = up();
  watch.onResults('KPW error cell a: load vfio_pci: ENOENT\n', 3);
  expect(watch.stop(3.1)).toBe('error');
});

test('events tell what is going on', () => {
  const events: GuestEvent[] = [];
  const watch = new Watch(LIMITS, (event) => events.push(event));
  watch.onResults(`${UP}KPW cell a be`, 2);
  watch.onResults('gin\nKPW program t begin\nok 1 cell\nKPW program t end exit=0 ms=1\nKPW cell a end\n', 3);
  expect(events).toMatchInlineSnapshot(`
    [
      {
        "kind": "up",
        "release": "6.1",
        "seconds": 2,
      },
      {
        "cell": "a",
        "kind": "cell",
        "seconds": 3,
        "state": "begin",
        "text": "",
      },
      {
        "cell": "a",
        "kind": "program",
        "program": "t",
        "seconds": 3,
      },
      {
        "cell": "a",
        "kind": "cell",
        "seconds": 3,
        "state": "end",
        "text": "",
      },
    ]
  `);
});

test('a guest that QEMU has stopped is not waited for', () => {
  const watch = up();
  watch.onHalted('internal-error');
  expect(watch.stop(2.1)).toBe('internal-error');
  const other = new Watch(LIMITS);
  other.onHalted('io-error');
  expect(other.stop(0.1)).toBe('paused');
});

test('where KVM may execute nothing, a first line is waited for as long as the host is slow', () => {
  const watch = new Watch({ ...LIMITS, boot: 60, sign: 10 });
  expect(watch.stop(30)).toBe(undefined);
  watch.onGreeting(0.5);
  expect([watch.stop(15.4), watch.stop(15.5)]).toEqual([undefined, 'lifeless']);
  watch.onConsole('[ 0.0] Linux version 6.1\n', 15.5);
  expect(watch.stop(30)).toBe(undefined);
});

test('a guest that starts again is stopped: its init would begin with the first program', () => {
  const watch = up();
  watch.onResults('KPW cell a begin\nKPW program p begin\n', 3);
  expect(watch.stop(3)).toBeUndefined();
  watch.onResults(UP, 4);
  expect(watch.stop(4)).toBe('restarted');
});
