// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type GuestFile, letterArchive } from '../initramfs.ts';

/** Where files lie in the guest by their content; what stands elsewhere leads here. */
const STORE = '/store';
/** Folders that belong to one piece of work, and go with it. */
const OF_WORK = ['/cells', '/tests', '/suites'];
/** Bytes of content in the guest's memory after which all of it is sent anew. */
const MOST = 96 * 2 ** 20;

/** What a guest has been sent already: a file that is the same as one before is sent as a link to it. */
export class Shelf {
  private readonly there = new Set<string>();
  private bytes = 0;

  /**
   * The letters that bring these files, and take away those of the work before.
   *
   * @param files what lies in memory of the host is sent as it is, and what is a file of the host by its content
   * @param most bytes of one letter
   */
  async letters(files: readonly GuestFile[], most: number): Promise<Buffer[]> {
    const wanted = await Promise.all(files.map(stored));
    const gone = [...OF_WORK];
    if (this.bytes > MOST) {
      gone.push(STORE);
      this.there.clear();
      this.bytes = 0;
    }
    const fresh = new Map<string, Buffer>();
    for (const { path, content } of wanted.flatMap(({ kept }) => kept ?? []))
      if (!this.there.has(path)) fresh.set(path, content);
    for (const [path, content] of fresh) {
      this.there.add(path);
      this.bytes += content.length;
    }
    const contents: GuestFile[] = [...fresh].map(([path, content]) => ({ path, mode: 0o755, content }));
    const links = wanted.map(({ file }) => file);
    const parcels = parcelled(contents, most);
    const last = parcels.pop() ?? [];
    // What is to be taken away goes with the first.
    return Promise.all(
      [...parcels, [...last, ...links]].map((parcel, at) => letterArchive(parcel, at === 0 ? gone : [])),
    );
  }
}

/** Lots of files that fit into a letter, with room for links and headers. */
function parcelled(files: readonly GuestFile[], most: number): GuestFile[][] {
  const room = most / 2;
  const parcels: GuestFile[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const file of files) {
    const { length } = file.content as Buffer;
    if (size + length > room) {
      parcels.push([]);
      size = 0;
    }
    parcels.at(-1)?.push(file);
    size += length;
  }
  return parcels;
}

async function stored(
  file: GuestFile,
): Promise<{ file: GuestFile; kept?: { path: string; content: Buffer } }> {
  const { path, content } = file;
  if (typeof content === 'string' || content instanceof Uint8Array || 'link' in content) return { file };
  const bytes = await readFile(content.source);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 24);
  const kept = `${STORE}/${hash}`;
  return { file: { path, content: { link: kept } }, kept: { path: kept, content: bytes } };
}
