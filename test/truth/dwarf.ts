// SPDX-License-Identifier: GPL-2.0-only
// DWARF 5 as gcc writes it for one translation unit in the 32-bit format (dwarfstd.org, DWARF 5, section 7).
import { type Bytes, sectionsOf } from './elf.ts';

/** A debugging information entry; `at` is its offset in the unit, what a reference attribute holds. */
export interface Entry {
  readonly at: number;
  readonly tag: number;
  readonly attributes: ReadonlyMap<number, string | bigint | undefined>;
  readonly children: Entry[];
}

export interface Unit {
  readonly root: Entry;
  /** By its offset in the unit. */
  entry(at: number): Entry | undefined;
  /** File names by the number that DW_AT_decl_file holds: folder, slash, name; as gcc was given them. */
  readonly files: readonly string[];
}

export const TAG = {
  array: 0x01,
  enumeration: 0x04,
  formalParameter: 0x05,
  member: 0x0d,
  pointer: 0x0f,
  compileUnit: 0x11,
  struct: 0x13,
  typedef: 0x16,
  union: 0x17,
  subrange: 0x21,
  base: 0x24,
  enumerator: 0x28,
} as const;

export const AT = {
  name: 0x03,
  byteSize: 0x0b,
  bitSize: 0x0d,
  stmtList: 0x10,
  constValue: 0x1c,
  upperBound: 0x2f,
  count: 0x37,
  memberLocation: 0x38,
  declFile: 0x3a,
  declLine: 0x3b,
  declaration: 0x3c,
  type: 0x49,
  dataBitOffset: 0x6b,
  vector: 0x2107,
} as const;

interface Abbreviation {
  readonly tag: number;
  readonly children: boolean;
  readonly attributes: readonly { name: number; form: number; implicit: bigint }[];
}

interface Context {
  /** Bytes of an address. */
  readonly address: number;
  string(section: '.debug_str' | '.debug_line_str', offset: number): string;
}

/**
 * Undefined where the object has no debugging information: gcc writes none where nothing is declared.
 *
 * @throws Error when it is of another version than DWARF 5
 */
export function unitOf(object: Uint8Array): Unit | undefined {
  const section = sectionsOf(object);
  const info = section('.debug_info');
  const abbreviations = section('.debug_abbrev');
  const lines = section('.debug_line');
  if (!info || !abbreviations || !lines) return undefined;
  const tables = { '.debug_str': section('.debug_str'), '.debug_line_str': section('.debug_line_str') };
  info.skip(4);
  const version = info.u16();
  if (version !== 5) throw new Error(`DWARF ${version} where DWARF 5 was asked for`);
  info.skip(1);
  const context: Context = {
    address: info.u8(),
    string(name, offset) {
      const table = tables[name];
      if (!table) return '';
      table.at = offset;
      return table.string();
    },
  };
  abbreviations.at = info.u32();
  const all = new Map<number, Entry>();
  const root = tree(info, abbreviationTable(abbreviations), context, all);
  return { root, entry: (at) => all.get(at), files: fileTable(lines, context) };
}

function abbreviationTable(bytes: Bytes): ReadonlyMap<number, Abbreviation> {
  const table = new Map<number, Abbreviation>();
  for (let code = Number(bytes.uleb()); code !== 0; code = Number(bytes.uleb())) {
    const tag = Number(bytes.uleb());
    const children = bytes.u8() === 1;
    const attributes: Abbreviation['attributes'][number][] = [];
    for (;;) {
      const [name, form] = [Number(bytes.uleb()), Number(bytes.uleb())];
      const implicit = form === FORM.implicitConst ? bytes.sleb() : 0n;
      if (name === 0 && form === 0) break;
      attributes.push({ name, form, implicit });
    }
    table.set(code, { tag, children, attributes });
  }
  return table;
}

function tree(
  bytes: Bytes,
  table: ReadonlyMap<number, Abbreviation>,
  context: Context,
  all: Map<number, Entry>,
): Entry {
  const open: Entry[] = [];
  let root: Entry | undefined;
  while (!bytes.done) {
    const at = bytes.at;
    const abbreviation = table.get(Number(bytes.uleb()));
    if (!abbreviation) {
      open.pop();
      if (open.length === 0) break;
      continue;
    }
    const attributes = new Map(
      abbreviation.attributes.map(({ name, form, implicit }) => [
        name,
        value(bytes, form, implicit, context),
      ]),
    );
    const entry: Entry = { at, tag: abbreviation.tag, attributes, children: [] };
    all.set(at, entry);
    open.at(-1)?.children.push(entry);
    root ??= entry;
    if (abbreviation.children) open.push(entry);
  }
  if (!root) throw new Error('no entry in .debug_info');
  return root;
}

const FORM = {
  addr: 0x01,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  string: 0x08,
  block1: 0x0a,
  data1: 0x0b,
  flag: 0x0c,
  sdata: 0x0d,
  strp: 0x0e,
  udata: 0x0f,
  ref4: 0x13,
  secOffset: 0x17,
  exprloc: 0x18,
  flagPresent: 0x19,
  data16: 0x1e,
  lineStrp: 0x1f,
  implicitConst: 0x21,
} as const;

function value(bytes: Bytes, form: number, implicit: bigint, context: Context): string | bigint | undefined {
  switch (form) {
    case FORM.data1:
    case FORM.flag:
      return BigInt(bytes.u8());
    case FORM.data2:
      return BigInt(bytes.u16());
    case FORM.data4:
    case FORM.ref4:
    case FORM.secOffset:
      return BigInt(bytes.u32());
    case FORM.data8:
      return bytes.u64();
    case FORM.sdata:
      return bytes.sleb();
    case FORM.udata:
      return bytes.uleb();
    case FORM.implicitConst:
      return implicit;
    case FORM.flagPresent:
      return 1n;
    case FORM.string:
      return bytes.string();
    case FORM.strp:
      return context.string('.debug_str', bytes.u32());
    case FORM.lineStrp:
      return context.string('.debug_line_str', bytes.u32());
    case FORM.exprloc:
      bytes.skip(Number(bytes.uleb()));
      return undefined;
    case FORM.block1:
      bytes.skip(bytes.u8());
      return undefined;
    case FORM.addr:
      bytes.skip(context.address);
      return undefined;
    case FORM.data16:
      bytes.skip(16);
      return undefined;
    default:
      throw new Error(`DWARF form 0x${form.toString(16)} is not known here`);
  }
}

/** The assembler writes the line table, some in the format of DWARF 2 to 4: names in plain, counted from 1. */
function fileTable(bytes: Bytes, context: Context): string[] {
  bytes.skip(4);
  const version = bytes.u16();
  if (version >= 5) bytes.skip(2);
  bytes.skip(version >= 4 ? 4 + 5 : 4 + 4);
  bytes.skip(bytes.u8() - 1);
  if (version < 5) return plainFileTable(bytes);
  const folders = names(bytes, context).map(({ path }) => path);
  return names(bytes, context).map(({ path, folder }) => `${folders[folder] ?? ''}/${path}`);
}

function plainFileTable(bytes: Bytes): string[] {
  const folders = ['.'];
  for (let folder = bytes.string(); folder !== ''; folder = bytes.string()) folders.push(folder);
  const files = [''];
  for (let file = bytes.string(); file !== ''; file = bytes.string()) {
    files.push(`${folders[Number(bytes.uleb())] ?? ''}/${file}`);
    bytes.uleb();
    bytes.uleb();
  }
  return files;
}

const CONTENT_PATH = 1;
const CONTENT_FOLDER = 2;

function names(bytes: Bytes, context: Context): { path: string; folder: number }[] {
  const formats = Array.from({ length: bytes.u8() }, () => ({
    content: Number(bytes.uleb()),
    form: Number(bytes.uleb()),
  }));
  return Array.from({ length: Number(bytes.uleb()) }, () => {
    const found = { path: '', folder: 0 };
    for (const { content, form } of formats) {
      const read = value(bytes, form, 0n, context);
      if (content === CONTENT_PATH) found.path = String(read);
      if (content === CONTENT_FOLDER) found.folder = Number(read);
    }
    return found;
  });
}
