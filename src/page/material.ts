// SPDX-License-Identifier: GPL-2.0-only
import type { Evidence } from '../evidence/schema.ts';
import type { Message } from '../mail/message.ts';

/** One mail of a series that a run has kept. */
export interface KeptMail {
  /** `0001-….patch` */
  readonly file: string;
  /** Its texts are latin1, as everything that comes out of a tree; see utf8(). */
  readonly message: Message;
}

/** What a boot left, as far as it is still there. */
export interface KeptBoot {
  readonly number: number;
  /** Of the kernel, whole. */
  readonly console: string | undefined;
  /** The kernel's report with source lines. */
  readonly decoded: string | undefined;
  /** The QEMU command as a shell takes it. */
  readonly command: string | undefined;
}

/** A run with the files beside its evidence. */
export interface RunMaterial {
  readonly evidence: Evidence;
  /** As a person finds it again: `out/<run>`. */
  readonly folder: string;
  /** By the name of the cell. */
  readonly series: ReadonlyMap<string, readonly KeptMail[]>;
  readonly boots: readonly KeptBoot[];
}

/** What is latin1 in the engine, as people read it. */
export function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
