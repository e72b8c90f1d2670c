// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Context } from '../../context.ts';
import { Qmp } from '../qmp.ts';
import { forToday, type ProbeAnswer } from './answer.ts';
import { type Probed, rom } from './rom.ts';

/** Seconds that the ROM may take. A CPU needs some ten milliseconds for it, and TCG a tenth of a second. */
export interface ProbeLimits {
  /** Of QEMU's CPU time, beyond what its start took: a busy host does not make that longer. */
  cpu: number;
  /** By the clock, for a CPU that neither executes nor waits; times what QEMU's start took, and one. */
  wall: number;
}

const LIMITS: ProbeLimits = { cpu: 1, wall: 5 };
const POLL_MS = 20;
/** What isa-debug-exit makes of the ROM's last byte is no error, whatever it is. */
const DEVICE: Readonly<Record<Probed, readonly string[]>> = {
  x86_64: ['-device', 'isa-debug-exit,iobase=0xf4,iosize=1'],
  aarch64: [],
};
/** What QEMU says of a host that has no room at the moment, or whose KVM somebody else has. */
const FOR_NOW = /busy|cannot allocate memory|resource temporarily unavailable|too many open files/i;

/**
 * Has an accelerator run the ROM: into the mode that kernels run in, through the instructions that they need, then
 * 2^20 rounds in memory. That a device can be opened, and that a virtual machine with a CPU can be made, says little
 * of an accelerator that is made of software, nor does a short program: that runs anywhere.
 *
 * @param qemu program and arguments that name machine, CPU and accelerator
 * @param folder where the ROM and what it says are written
 * @throws the signal's reason when the context was aborted
 */
export async function probe(
  architecture: Probed,
  qemu: readonly string[],
  folder: string,
  { signal }: Pick<Context, 'signal'>,
  limits: ProbeLimits = LIMITS,
): Promise<ProbeAnswer> {
  const image = `${folder}/probe.rom`;
  const said = `${folder}/said`;
  await Promise.all([writeFile(image, rom(architecture)), writeFile(said, '')]);
  const argv = [
    ...['--pdeathsig', 'KILL', '--', ...qemu, '-S', '-qmp', 'stdio'],
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-m', '64', '-bios', image],
    ...['-serial', `file:${said}`, ...DEVICE[architecture]],
  ];
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const child = execa('setpriv', argv, {
    ...({ stdin: 'pipe', stdout: 'pipe', buffer: { stdout: false }, stderr: 'pipe' } as const),
    ...{ reject: false, cancelSignal: signal, forceKillAfterDelay: 500 },
  });
  let begun: { seconds: number; cpu: number } | undefined;
  let halted: string | undefined;
  const qmp = new Qmp(
    child.stdin,
    child.stdout,
    ({ QMP }) => {
      // -S holds the CPU until here, so that QEMU's start and the ROM are measured apart.
      if (!QMP) return;
      void cpuSeconds(child.pid).then((cpu) => {
        begun = { seconds: seconds(), cpu };
        qmp.send({ execute: 'cont' });
      });
    },
    (state) => {
      halted = state;
    },
  );
  let late: ProbeAnswer | undefined;
  try {
    for (let running = true; running && halted === undefined && late === undefined; ) {
      running = await Promise.race([child.then(() => false), sleep(POLL_MS, true)]);
      if (running) late = await tooLate();
    }
    if (halted !== undefined || late !== undefined) child.kill('SIGTERM');
    const { stderr, exitCode, signal: killed, shortMessage } = await child;
    signal.throwIfAborted();
    const word = (await readFile(said, 'latin1')).trim();
    const [took, cause] = [seconds(), lastLine(stderr)];
    if (word === 'yes') return { works: true, why: `a test of it took ${took.toFixed(1)} s` };
    if (word === 'bad') return no('the CPU does not do what it should');
    if (halted !== undefined) return no(`QEMU stopped its CPU (${halted}${emulation(stderr)})`);
    if (late !== undefined) return late;
    const how = killed ?? (exitCode === undefined ? shortMessage : `status ${exitCode}`);
    const text = `QEMU ended (${[how, cause].filter(Boolean).join(': ')}) in a test of it`;
    return killed === 'SIGKILL' || FOR_NOW.test(stderr) ? forToday({ works: false, why: text }) : no(text);
  } finally {
    child.kill('SIGKILL');
    await child;
  }

  async function tooLate(): Promise<ProbeAnswer | undefined> {
    const spent = begun ? (await cpuSeconds(child.pid)) - begun.cpu : 0;
    if (spent >= limits.cpu)
      return no(
        `it does not run at full speed: 2^20 rounds of a loop were not done in ${spent.toFixed(1)} s of CPU time`,
      );
    // Before the greeting it is QEMU that takes its time.
    const waited = begun ? seconds() - begun.seconds : seconds() / 10;
    if (waited < limits.wall * (1 + (begun?.seconds ?? 0))) return undefined;
    const why = `it does not answer: a test of it was not done in ${seconds().toFixed(0)} s`;
    return forToday({ works: false, why });
  }
}

function no(why: string): ProbeAnswer {
  return { works: false, why };
}

/** Of a process, by user and kernel (proc(5), /proc/PID/stat; a tick is a hundredth of a second to user space). */
async function cpuSeconds(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** What KVM's own report says beside the registers. */
function emulation(stderr: string): string {
  return /^emulation failure$/m.test(stderr) ? ', emulation failure' : '';
}
