// SPDX-License-Identifier: GPL-2.0-only
import { AARCH64 } from './aarch64.ts';
import { X86_64 } from './x86-64.ts';

/** Architectures whose KVM can be asked. */
export type Probed = 'x86_64' | 'aarch64';

/** The program of each, as a listing: bytes in hex, then the assembly that they are made from; `#` begins a remark. */
export const LISTINGS: Readonly<Record<Probed, string>> = { x86_64: X86_64, aarch64: AARCH64 };

const LINE = /^(?<bytes>(?:[0-9a-f]{2})*) *(?<assembly>.*)$/;

/** The assembly of a listing, for GNU as; lines without remarks. */
export function assembly(listing: string): string {
  return lines(listing)
    .map(({ assembly }) => `${assembly}\n`)
    .join('');
}

/** The bytes of a listing; what `.org` leaves out is zero. */
export function bytes(listing: string): Buffer {
  let image = Buffer.alloc(0);
  for (const { bytes, assembly } of lines(listing)) {
    const place = /^\.org (0x[0-9a-f]+)$/.exec(assembly)?.[1];
    image = Buffer.concat([image, Buffer.from(bytes, 'hex')]);
    if (place) image = Buffer.concat([image, Buffer.alloc(Number(place) - image.length)]);
  }
  return image;
}

/** The firmware image that QEMU takes by -bios. */
export function rom(architecture: Probed): Buffer {
  const program = bytes(LISTINGS[architecture]);
  if (architecture === 'aarch64') return program;
  // The last 64K below 4G. The CPU begins 16 bytes before their end: jmp to where the program is.
  const image = Buffer.alloc(0x10000, 0xf4);
  image.set(program, 0xf000);
  image.set([0xe9, 0x0d, 0xf0], 0xfff0);
  return image;
}

function lines(listing: string): { bytes: string; assembly: string }[] {
  return listing
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const { bytes = '', assembly = '' } = LINE.exec(line)?.groups ?? {};
      return { bytes, assembly: assembly.trim() };
    });
}
