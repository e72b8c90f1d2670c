// SPDX-License-Identifier: GPL-2.0-only
// Relocatable objects as gcc writes them: sections by name, with their relocations applied as if linked at address 0.

/** A cursor over bytes of either byte order. Offsets in bytes; integers wider than 32 bits are bigint. */
export class Bytes {
  at = 0;
  private readonly view: DataView;

  constructor(
    readonly data: Uint8Array,
    readonly little: boolean,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  get done(): boolean {
    return this.at >= this.data.length;
  }
  skip(bytes: number): void {
    this.at += bytes;
  }
  u8(): number {
    return this.view.getUint8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, this.little);
  }
  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, this.little);
  }
  u64(): bigint {
    this.at += 8;
    return this.view.getBigUint64(this.at - 8, this.little);
  }
  write32(value: number): void {
    this.view.setUint32(this.at, value, this.little);
  }
  uleb(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (!(byte & 0x80)) return value;
    }
  }
  sleb(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (!(byte & 0x80)) return byte & 0x40 ? value - (1n << (shift + 7n)) : value;
    }
  }
  /** A NUL-terminated string. */
  string(): string {
    const end = this.data.indexOf(0, this.at);
    const text = Buffer.from(this.data.subarray(this.at, end)).toString('latin1');
    this.at = end + 1;
    return text;
  }
}

interface Section {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

const SHT_RELA = 4;
const SHT_REL = 9;

/** Contents of the named sections; an object that has none of a name has no entry. */
export function sectionsOf(file: Uint8Array): (name: string) => Bytes | undefined {
  const wide = file[4] === 2;
  const little = file[5] === 1;
  const bytes = new Bytes(file, little);
  const word = () => (wide ? Number(bytes.u64()) : bytes.u32());
  bytes.at = wide ? 0x28 : 0x20;
  const table = word();
  bytes.at = wide ? 0x3a : 0x2e;
  const [entry, count, names] = [bytes.u16(), bytes.u16(), bytes.u16()];
  const raw = Array.from({ length: count }, (_, index) => {
    bytes.at = table + index * entry;
    const name = bytes.u32();
    const type = bytes.u32();
    word();
    word();
    return { name, type, offset: word(), size: word(), link: bytes.u32(), info: bytes.u32() };
  });
  const text = new Bytes(file, little);
  const sections: Section[] = raw.map((section) => {
    text.at = (raw[names]?.offset ?? 0) + section.name;
    return { ...section, name: text.string() };
  });
  relocate(bytes, sections, wide);
  return (name) => {
    const parts = sections.filter((section) => section.name === name && section.size > 0);
    const data = parts.map(({ offset, size }) => file.subarray(offset, offset + size));
    return parts.length === 0 ? undefined : new Bytes(new Uint8Array(Buffer.concat(data)), little);
  };
}

/** DWARF holds section offsets of 4 bytes; with one object, symbol value plus addend is the final number. */
function relocate(bytes: Bytes, sections: readonly Section[], wide: boolean): void {
  const word = () => (wide ? Number(BigInt.asIntN(64, bytes.u64())) : bytes.u32());
  for (const list of sections) {
    const target = sections[list.info];
    const symbols = sections[list.link];
    if (![SHT_REL, SHT_RELA].includes(list.type) || !target?.name.startsWith('.debug_') || !symbols) continue;
    const step = (list.type === SHT_RELA ? 3 : 2) * (wide ? 8 : 4);
    for (let at = list.offset; at < list.offset + list.size; at += step) {
      bytes.at = at;
      const place = target.offset + word();
      const info = wide ? bytes.u64() : BigInt(bytes.u32());
      const addend = list.type === SHT_RELA ? word() : undefined;
      bytes.at = symbols.offset + Number(info >> (wide ? 32n : 8n)) * (wide ? 24 : 16) + (wide ? 8 : 4);
      const symbol = word();
      bytes.at = place;
      const base = addend ?? bytes.u32();
      bytes.at = place;
      bytes.write32((symbol + base) >>> 0);
    }
  }
}
