#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// A QEMU for tests: it speaks enough of QMP, and does what `does=` in its -machine argument says.
import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

const argv = process.argv.slice(2);
if (argv.includes('--version')) {
  console.log('QEMU emulator version 7.2.22 (a stub)');
  process.exit(0);
}
// No list of devices: any will do.
if (argv.includes('help')) process.exit(0);
const [, does = ''] = /does=([a-z]+)/.exec(argv.join(' ')) ?? [];
const cells = /cells=([a-z+]+)/.exec(argv.join(' '))?.[1]?.split('+') ?? [];
const serial = argv.filter((_, at) => argv[at - 1] === '-serial').map((file) => file.replace('file:', ''));
const [console_, results] = serial;

// As a person's shell has it, or on standard input and output.
const fd3 = argv.some((word) => word.includes('fd=3'));
const input = fd3 ? new Socket({ fd: 3, readable: true }) : process.stdin;
const send = (message) => writeSync(fd3 ? 3 : 1, `${JSON.stringify(message)}\n`);
const program = (cell, verdict) =>
  `KPW cell ${cell} begin\nKPW program t begin\nTAP version 13\n1..1\n${verdict} 1 works\nKPW program t end exit=0 ms=1\nKPW cell ${cell} end\n`;
let status = argv.includes('-S') ? 'prelaunch' : 'running';

/** What the CPU does once it may. */
const DOES = {
  answers: () => end('yes\n', 33),
  errs: () => end('bad\n', 33),
  leaves: () => process.exit(0),
  shuts: () => end('', 0),
  waits: () => undefined,
  spins: () => {
    for (;;);
  },
  killed: () => process.kill(process.pid, 'SIGKILL'),
  halts: () => halt('internal-error'),
  fails: () => halt('io-error'),
  passes: () => {
    say(
      results,
      `KPW 1 boot release=6.1 page=4096\n${cells.map((cell) => program(cell, 'ok')).join('')}KPW end\n`,
    );
    process.exit(0);
  },
  // Every program of the initramfs passes, but for those that are called otherwise.
  tells: () => {
    const names = programs();
    if (names.includes('dies')) process.exit(0);
    const said = names.map(
      (name) =>
        `KPW program ${name} begin\nTAP version 13\n1..1\n${name === 'fails' ? 'not ok' : 'ok'} 1 ${name}\n# observe by ${names.join('+')}\nKPW program ${name} end exit=${name === 'fails' ? 1 : 0} ms=${name.length}00\n`,
    );
    say(
      results,
      `KPW 1 boot release=6.1 page=4096\nKPW cell a begin\n${said.join('')}KPW cell a end\nKPW end\n`,
    );
    process.exit(0);
  },
  // A clock that was measured on a busy host runs ten times too fast.
  drifts: () => {
    say(console_, '[    0.008000] tsc: PIT calibration deviates from HPET: 252694 2595301\n');
    say(console_, `[   23.7] kpw: cell ${cells[0]} begin\n`);
    say(results, `KPW 1 boot release=6.1 page=4096\nKPW cell ${cells[0]} begin\n`);
    say(console_, '[   23.836529] rcu: INFO: rcu_preempt self-detected stall on CPU\n');
  },
  // The first cell ends, and in the second the CPU does.
  stumbles: () => {
    const [first, second] = cells;
    say(console_, '[    0.1] Linux version 6.1\n');
    say(results, `KPW 1 boot release=6.1 page=4096\n${program(first, 'ok')}KPW cell ${second} begin\n`);
    setTimeout(() => halt('internal-error'), 200);
  },
};

/** Names of the test programs that the initramfs has, common ones last. */
function programs() {
  const text = readFileSync(argv[argv.indexOf('-initrd') + 1], 'latin1');
  const named = (pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
  return [...named(/[\da-f]{8}cells\/a\/tests\/([a-z]+)\0/gi), ...named(/[\da-f]{8}tests\/([a-z]+)\0/gi)];
}

const say = (file, text) => appendFileSync(file, text);

function end(word, code) {
  say(console_, word);
  process.exit(code);
}

function halt(state) {
  status = state;
  if (state === 'internal-error') writeSync(2, 'KVM internal error. Suberror: 1\nemulation failure\nRAX=0\n');
  send({ event: 'STOP' });
}

if (does === 'aborts') {
  writeSync(2, 'qemu-stub: kvm_buf_set_msrs: Assertion failed.\n');
  process.kill(process.pid, 'SIGABRT');
}
if (does === 'refuses') {
  writeSync(2, 'qemu-stub: failed to initialize kvm: No such device\n');
  process.exit(1);
}
if (does === 'busy') {
  writeSync(2, 'qemu-stub: ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy\n');
  process.exit(1);
}
if (does !== 'aborts') {
  send({ QMP: {} });
  let rest = '';
  input.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { execute, id } = JSON.parse(line);
      send({ return: execute === 'query-status' ? { status } : {}, ...(id === undefined ? {} : { id }) });
      if (execute !== 'cont') continue;
      status = 'running';
      DOES[does]();
    }
  });
  if (status === 'running') DOES[does]();
}
