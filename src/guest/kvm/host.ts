// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { execa } from 'execa';
import type { Machine } from '../machine.ts';

/** What of a host decides whether its KVM is worth a try, and whether an answer from before still holds. */
export interface Host {
  /** Undefined where no machine is of that architecture. */
  readonly architecture?: Machine['architecture'];
  /** KVM's device file. */
  readonly device: string;
  /** Text of /proc/cpuinfo. */
  readonly cpuinfo: string;
  /** Names below /sys/module that begin with kvm: loaded modules, and built-in ones that have parameters. */
  readonly modules: readonly string[];
  /** Release and version of the kernel: `6.1.0-57-amd64 #1 SMP … (2026-11-01)`. */
  readonly kernel: string;
}

const ARCHITECTURES: Readonly<Record<string, Machine['architecture']>> = { x64: 'x86_64', arm64: 'aarch64' };

export async function thisHost(): Promise<Host> {
  const architecture = ARCHITECTURES[process.arch];
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const [cpuinfo, release, version, modules] = await Promise.all([
    read('/proc/cpuinfo'),
    read('/proc/sys/kernel/osrelease'),
    read('/proc/sys/kernel/version'),
    readdir('/sys/module').catch(() => []),
  ]);
  return {
    ...(architecture === undefined ? {} : { architecture }),
    device: '/dev/kvm',
    cpuinfo,
    modules: modules.filter((name) => name.startsWith('kvm')).sort(),
    kernel: `${release.trim()} ${version.trim()}`,
  };
}

/** Why KVM cannot be used, as far as the device's file says; undefined where it can be opened. */
export async function deviceObstacle(device: string): Promise<string | undefined> {
  const found = await stat(device).catch(() => undefined);
  if (!found) return `there is no ${device}`;
  if (!found.isCharacterDevice()) return `${device} is no device`;
  try {
    await (await open(device, 'r+')).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM'
      ? `this user may not open ${device}`
      : `${device} cannot be opened (${code})`;
  }
  return undefined;
}

/**
 * What tells without a try that KVM, if there is any, executes kernels by software: the CPU has nothing for it to use
 * (x86 only; arm64's /proc/cpuinfo does not say), or the module is the one that needs nothing of the CPU.
 */
export function hint({ architecture, cpuinfo, modules }: Host): string | undefined {
  if (architecture !== 'x86_64') return undefined;
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.split(/\s+/);
  if (flags && !flags.includes('vmx') && !flags.includes('svm'))
    return 'the CPU has neither vmx nor svm, so KVM can only interpret a kernel';
  if (modules.includes('kvm_pvm') && !modules.includes('kvm_intel') && !modules.includes('kvm_amd'))
    return 'its KVM is kvm_pvm, which interprets a kernel that was not made for it';
  return undefined;
}

/** The lines of /proc/cpuinfo that say which CPU it is, not how fast it is at the moment. */
const CPU =
  /^(?:vendor_id|cpu family|model|model name|stepping|microcode|flags|vmx flags|Features|CPU \w+)\s*:.*$/gm;

/**
 * Stands for the host's kernel, its KVM, its CPU and its QEMU, and for how QEMU uses KVM, which machines of one kind
 * share. A guest's pages are part of it: a CPU may have pages of one size and not of another. It outlives a boot of
 * the host.
 */
export async function identity(
  host: Host,
  machine: Pick<Machine, 'architecture' | 'pageSize' | 'qemu' | 'accelerators'>,
  signal: AbortSignal,
): Promise<string> {
  const { architecture, pageSize, qemu, accelerators } = machine;
  const cpu = [...new Set(host.cpuinfo.match(CPU) ?? [])].sort();
  const parts = [host.kernel, host.modules, cpu, accelerators.kvm, await program(qemu.binary, signal)];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return `${architecture}-${pageSize / 1024}k-${hash}`;
}

/** What a program says of its version, and the size and time of its file. */
async function program(binary: string, signal: AbortSignal): Promise<unknown[]> {
  const options = { cancelSignal: signal, reject: false, stdin: 'ignore' } as const;
  const [version, found] = await Promise.all([
    execa(binary, ['--version'], options),
    execa('sh', ['-c', 'command -v -- "$1"', 'sh', binary], options),
  ]);
  signal.throwIfAborted();
  const file = await stat(String(found.stdout ?? '').trim()).catch(() => undefined);
  return [String(version.stdout ?? ''), file?.size, file?.mtimeMs];
}
