// SPDX-License-Identifier: GPL-2.0-only
import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Context } from '../context.ts';
import { sha256 } from '../sums.ts';
import type { KnownCell } from './cell-result.ts';
import { type Accelerator, command } from './command.ts';
import { type Guest, guestFiles } from './files.ts';
import { initramfs } from './initramfs.ts';
import type { Machine } from './machine.ts';

/** Raise it when the judgement of a cell, or what is kept of it, changes. */
const VERSION = 2;

const FILE = 'cell.json.gz';
const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** All that decides what a cell does, but for chance. */
export interface CellInputs {
  readonly guest: Guest;
  readonly machine: Machine;
  /** Hash of the kernel's image. */
  readonly image: string;
  readonly accelerator: Accelerator;
  /** Hash of the QEMU that runs it. */
  readonly qemu: string;
}

/** Hash of a kernel's image. One that cannot be read is like no other: it is the boot that finds out what is wrong. */
export function imageHash(path: string): Promise<string> {
  return sha256(path).catch(() => randomUUID());
}

/**
 * Cells that passed are known by a hash of all that goes into a guest with them alone: initramfs (modules, programs,
 * contract, plan), kernel, QEMU's binary and arguments. What did not pass is never kept: it may be the host's fault, or
 * chance.
 */
export class KnownCells {
  constructor(
    private readonly inputs: CellInputs,
    private readonly context: Pick<Context, 'cache'>,
  ) {}

  /** What is known of a cell; undefined where it never passed with these inputs, or where what was kept cannot be read. */
  async find(cell: string): Promise<KnownCell | undefined> {
    const entry = await this.entry(cell);
    const { cache } = this.context;
    if (!cache.has(entry)) return undefined;
    try {
      const text = await unpacked(await readFile(cache.path(entry, FILE)));
      return JSON.parse(text.toString('utf8')) as KnownCell;
    } catch {
      await cache.discard(entry).catch(() => undefined);
      return undefined;
    }
  }

  /** Keeps what passed, where the cache can be written: the result is whole without. */
  async keep(known: KnownCell): Promise<void> {
    const { verdict, failure } = known.result;
    if (verdict === 'PASS' && !failure) await this.write(known).catch(() => undefined);
  }

  private async write(known: KnownCell): Promise<void> {
    const entry = await this.entry(known.result.cell);
    const { cache } = this.context;
    // The newest run is the one to be named.
    if (cache.has(entry)) await cache.discard(entry);
    await cache.entry(entry, async (folder) =>
      writeFile(join(folder, FILE), await packed(Buffer.from(JSON.stringify(known)))),
    );
  }

  private readonly entries = new Map<string, Promise<string>>();

  private entry(cell: string): Promise<string> {
    const there = this.entries.get(cell) ?? cellHash(cell, this.inputs).then((hash) => `cells/${hash}`);
    this.entries.set(cell, there);
    return there;
  }
}

async function cellHash(
  cell: string,
  { guest, machine, image, accelerator, qemu }: CellInputs,
): Promise<string> {
  const serial = { console: 'console', results: 'results' };
  const started = {
    ...{ accelerator, monitor: 'stdio' as const, answers: true },
    ...{ kernel: image, initrd: 'initrd', serial },
  };
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([
      VERSION,
      qemu,
      command(machine, started),
      // KVM runs the host's own CPU.
      accelerator === 'kvm' ? cpus()[0]?.model : undefined,
      guest.slowness,
      // What may be asked for, and what is inserted then.
      ...(machine.media ? [machine.media, machine.devices.map(({ role, asks }) => [role, asks])] : []),
    ]),
  );
  hash.update(await initramfs(guestFiles(guest, machine, { cells: [cell] })));
  return hash.digest('hex').slice(0, 32);
}
