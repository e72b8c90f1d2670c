// SPDX-License-Identifier: GPL-2.0-only
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** A power of two, as a BAR is; the file is sparse, and takes what the longest letter took. */
const BYTES = 64 * 2 ** 20;
/** Where a letter begins: kernel-tests/init/mailbox.h has all of it. */
const LETTER = 4096;

/** The host's side of the shared memory through which a running guest gets its work. */
export class Mailbox {
  private number = 0;

  private constructor(
    readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  /** @param folder of the guest */
  static async create(folder: string): Promise<Mailbox> {
    const file = join(folder, 'mailbox');
    const handle = await open(file, 'w+');
    await handle.truncate(BYTES);
    return new Mailbox(file, handle);
  }

  /** As QEMU is told. */
  get shared(): { file: string; bytes: number } {
    return { file: this.file, bytes: BYTES };
  }

  /** Bytes of the longest letter. */
  static readonly most = BYTES - LETTER;

  /**
   * Puts a letter into the mailbox. The one before it has to be taken: the guest says so (`KPW ready <number>`).
   *
   * @returns its number
   */
  async send(letter: Buffer): Promise<number> {
    if (letter.length > Mailbox.most) throw new Error(`a letter of ${letter.length} bytes`);
    const padded = Buffer.alloc((letter.length + 7) & ~7);
    letter.copy(padded);
    await this.handle.write(padded, 0, padded.length, LETTER);
    const head = Buffer.alloc(16);
    head.writeBigUInt64LE(BigInt(letter.length), 0);
    head.writeBigUInt64LE(BigInt(sumOf(padded)), 8);
    await this.handle.write(head, 0, head.length, 8);
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(BigInt(++this.number), 0);
    // Last: what is behind it is there then.
    await this.handle.write(number, 0, number.length, 0);
    return this.number;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** FNV-1a over words of 32 bits. */
export function sumOf(padded: Buffer): number {
  const words = new Uint32Array(padded.buffer, padded.byteOffset, padded.length / 4);
  let sum = 2166136261;
  for (const word of words) sum = Math.imul(sum ^ word, 16777619);
  return sum >>> 0;
}
