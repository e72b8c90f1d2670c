// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { TARGET_IDS } from '../../c/target.ts';

/** Exact however large: JSON sets no limit, and readers that hold numbers as doubles must parse with care. */
const Integer = z.custom<bigint>().meta({ type: 'integer' });
const header = z.string().describe('as installed: linux/fd.h');

const Member = z.object({
  name: z.string(),
  offset: z.number().int().describe('bytes from the start of the whole; of a bit-field those of its unit'),
  size: z.number().int().describe('bytes of the declared type; 0 of an array without a length'),
  bitOffset: z.number().int().optional().describe('bits from the start of the unit, in allocation order'),
  bits: z.number().int().optional().describe('width of a bit-field'),
});

const Type = z.object({
  name: z.string().describe('struct floppy_struct; of a type without a tag the typedef that names it'),
  kind: z.enum(['struct', 'union', 'enum']),
  header,
  line: z.number().int().describe('1-based, in the tree'),
  size: z.number().int().describe('bytes'),
  align: z.number().int().describe('bytes'),
  members: z.array(Member).describe('members of anonymous structs and unions with their offset in the whole'),
});

const Ioctl = z.object({
  header,
  value: Integer.describe('what is passed to ioctl(2)'),
  dir: z.enum(['none', 'read', 'write', 'read-write']).describe('as userspace sees it'),
  type: z.number().int(),
  nr: z.number().int(),
  size: z.number().int().describe("bytes of the argument's type"),
});

const Values = z.record(z.string(), z.record(z.string(), Integer));

/** What `kpw uapi dump` prints for one target. */
export const UapiDump = z.object({
  origin: z.string().describe('the side'),
  target: z.enum(TARGET_IDS),
  types: z.array(Type),
  macros: Values.describe('by header and name: object-like macros that are integer constant expressions'),
  enumerators: Values.describe('by header and name'),
  ioctls: z.record(z.string(), Ioctl).describe('by name; a request is among the macros as well'),
  unresolved: z
    .array(z.object({ header, name: z.string(), reason: z.string() }))
    .describe('what could not be determined, and why; it is nowhere else'),
  note: z.string().optional().describe('what all of it rests on, where that is not on the side itself'),
});
