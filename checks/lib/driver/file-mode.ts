// SPDX-License-Identifier: GPL-2.0-only
// The permissions of a file that a driver makes, as C writes them.

const READ = 0o444;
const WRITE = 0o222;

/** include/linux/stat.h and include/uapi/linux/stat.h */
const NAMED: Readonly<Record<string, number>> = {
  S_IRWXUGO: 0o777,
  S_IRUGO: 0o444,
  S_IWUGO: 0o222,
  S_IXUGO: 0o111,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o070,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXO: 0o007,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  S_IFREG: 0,
};

/** `0644`, `S_IRUGO | S_IWUSR`, as bits; undefined where a name is another one. */
export function modeOf(text: string): number | undefined {
  let mode = 0;
  for (const part of text.replace(/[()\s]/g, '').split('|')) {
    const own = /^0[0-7]*$/.test(part) ? Number.parseInt(part, 8) : NAMED[part];
    if (own === undefined) return undefined;
    mode |= own & 0o777;
  }
  return mode;
}

/** Whom a change of mode leaves out: nobody can read, or only fewer can. */
export function lostOf(
  was: number,
  is: number,
): { readonly right: 'read' | 'write'; readonly all: boolean }[] {
  return [
    { right: 'read' as const, bits: READ },
    { right: 'write' as const, bits: WRITE },
  ].flatMap(({ right, bits }) => (was & bits & ~is ? [{ right, all: (is & bits) === 0 }] : []));
}
