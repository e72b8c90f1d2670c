// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';

/** One file of an archive for a guest; its parent folders need no entry of their own. */
export interface GuestFile {
  /** Absolute path in the guest. */
  path: string;
  /** Permission bits; 0o644 where absent. */
  mode?: number;
  /** Its bytes, the file on the host that has them, or where a symbolic link leads. */
  content: string | Uint8Array | { source: string } | { link: string };
}

interface Member {
  path: string;
  mode: number;
  data: Uint8Array;
  device?: [major: number, minor: number];
}

const FOLDER = 0o040755;
const REGULAR = 0o100000;
const CHARACTER_DEVICE = 0o020000;
const SYMLINK = 0o120777;

/**
 * An uncompressed cpio archive in the "newc" format (Documentation/driver-api/early-userspace/
 * buffer-format.rst). The same files give the same bytes: members are sorted, everything belongs to root,
 * and the time is 0.
 *
 * Written here rather than by a cpio program because /dev/console needs mknod, hence root, on the host's
 * file system and is only a line of numbers in the archive.
 *
 * @throws Error of fs when a source cannot be read
 */
export async function initramfs(files: readonly GuestFile[]): Promise<Buffer> {
  // Init's standard streams are opened before it can mount devtmpfs.
  const device: [number, number] = [5, 1];
  return cpio([
    { path: '/dev/console', mode: CHARACTER_DEVICE | 0o600, data: new Uint8Array(), device },
    ...(await membersOf(files)),
  ]);
}

/**
 * The same for a guest that is up, whose init unpacks it (kernel-tests/init/archive.h).
 *
 * @param gone absolute paths of what is taken away before, with all that is below
 */
export async function letterArchive(
  files: readonly GuestFile[],
  gone: readonly string[] = [],
): Promise<Buffer> {
  // As overlayfs has it: a character device 0:0.
  const whiteouts = gone.map((path) => ({ path, mode: CHARACTER_DEVICE, data: new Uint8Array() }));
  return cpio(await membersOf(files), whiteouts);
}

async function membersOf(files: readonly GuestFile[]): Promise<Member[]> {
  return Promise.all(
    files.map(async ({ path, mode = 0o644, content }) => {
      if (!/^(\/[^/]+)+$/.test(path)) throw new Error(`not an absolute path: ${path}`);
      const link = typeof content === 'object' && 'link' in content;
      return { path, mode: link ? SYMLINK : REGULAR | mode, data: await bytes(content) };
    }),
  );
}

function cpio(all: readonly Member[], before: readonly Member[] = []): Buffer {
  const members = new Map<string, Member>();
  for (const member of all) {
    const { path } = member;
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
      const parent = path.slice(0, at);
      if (!members.has(parent)) members.set(parent, { path: parent, mode: FOLDER, data: new Uint8Array() });
    }
    if (members.has(path)) throw new Error(`${path} is in the archive twice`);
    members.set(path, member);
  }
  // By path, so that a folder stands before what is in it: the kernel makes them in this order.
  const sorted = [...members.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Buffer.concat([
    ...[...before, ...sorted].flatMap((member, index) => newc(member, index + 1)),
    ...newc({ path: '/TRAILER!!!', mode: 0, data: new Uint8Array() }, 0),
  ]);
}

export async function writeInitramfs(files: readonly GuestFile[], to: string): Promise<void> {
  await writeFile(to, await initramfs(files));
}

async function bytes(content: GuestFile['content']): Promise<Uint8Array> {
  if (typeof content === 'string') return Buffer.from(content);
  if (content instanceof Uint8Array) return content;
  return 'link' in content ? Buffer.from(content.link) : readFile(content.source);
}

function newc({ path, mode, data, device: [major, minor] = [0, 0] }: Member, inode: number): Uint8Array[] {
  const name = Buffer.from(`${path.slice(1)}\0`);
  const fields = [
    ...[inode, mode, 0 /* uid */, 0 /* gid */, 1 /* links */, 0 /* mtime */, data.length],
    ...[0, 0 /* device that the file is on */, major, minor, name.length, 0 /* checksum, "070702" only */],
  ];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return [Buffer.from(header), name, padding(header.length + name.length), data, padding(data.length)];
}

function padding(length: number): Uint8Array {
  return new Uint8Array(-length & 3);
}
