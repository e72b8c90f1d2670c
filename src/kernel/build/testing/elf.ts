// SPDX-License-Identifier: GPL-2.0-only

/** A 64-bit little-endian ELF file with these sections and nothing else. */
export function elfWith(sections: Record<string, Buffer>): Buffer {
  const all: [string, Buffer][] = [['', Buffer.alloc(0)], ...Object.entries(sections)];
  const names = Buffer.from([...all.map(([name]) => name), '.shstrtab', ''].join('\0'), 'latin1');
  all.push(['.shstrtab', names]);
  const header = Buffer.alloc(64);
  header.write('7f454c460201', 'hex');
  const headers: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 64;
  for (const [name, content] of all) {
    const entry = Buffer.alloc(64);
    entry.writeUInt32LE(name === '' ? 0 : names.indexOf(`${name}\0`, 0, 'latin1'), 0);
    entry.writeBigUInt64LE(BigInt(offset), 0x18);
    entry.writeBigUInt64LE(BigInt(content.length), 0x20);
    headers.push(entry);
    contents.push(content);
    offset += content.length;
  }
  header.writeBigUInt64LE(BigInt(offset), 0x28);
  header.writeUInt16LE(64, 0x3a);
  header.writeUInt16LE(all.length, 0x3c);
  header.writeUInt16LE(all.length - 1, 0x3e);
  return Buffer.concat([header, ...contents, ...headers]);
}

/** A module with these .modinfo fields, a struct module of so many bytes, and these symbol versions. */
export function moduleWith(fields: string[], structure = 64, versions: Record<string, number> = {}): Buffer {
  const entries = Object.entries(versions).map(([name, crc]) => {
    const entry = Buffer.alloc(64);
    entry.writeUInt32LE(crc);
    entry.write(name, 8);
    return entry;
  });
  return elfWith({
    '.modinfo': Buffer.from(`${fields.join('\0')}\0`),
    '.gnu.linkonce.this_module': Buffer.alloc(structure),
    ...(entries.length > 0 ? { __versions: Buffer.concat(entries) } : {}),
  });
}
