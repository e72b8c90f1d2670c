// SPDX-License-Identifier: GPL-2.0-only
import type { Kind } from '../lib/driver/spaces.ts';

/** Constants that compete for the same numbers: ids of one chain, indexes of one table. */
export interface Numbers {
  /** For messages: `the region info capabilities`. */
  readonly words: string;
  readonly names: RegExp;
  /** Further ones by their place: the macros between these two, which keep no name in common. */
  readonly between?: readonly [after: string, before: string];
}

/** A kind of file descriptor, with the names of its ioctls for one that no dispatcher has yet. */
export interface Descriptor {
  /** As the dispatchers' spaces call it: `device`, `type1`. */
  readonly id: string;
  /** For messages: `on a device descriptor`. */
  readonly words: string;
  readonly names: RegExp;
  /** Other kinds whose commands the same descriptor takes too. */
  readonly with?: readonly string[];
}

/** Two dispatchers that serve the same programs: what the one learns, the other should. */
interface Twins {
  readonly one: string;
  readonly other: string;
  /** Which ioctls both should have. */
  readonly names: RegExp;
  readonly why: string;
}

/** The conventions of one subsystem, as data: another one is a copy of a file of this type with other values. */
export interface Profile {
  /** `VFIO`. */
  readonly name: string;
  /** Installed names of its headers. */
  readonly headers: readonly string[];
  readonly request: {
    /** How each is written. */
    readonly form: RegExp;
    /** For messages: `_IO(VFIO_TYPE, VFIO_BASE + n)`. */
    readonly spelled: string;
    /** The same in a comment, whatever its direction, with the number in group 1 and the argument in group 2. */
    readonly documented: RegExp;
    /** Number that the others are counted from. */
    readonly base: number;
    /** First number, counted from there, that is somebody else's. */
    readonly limit: number;
    /** `iommufd, which has the same type from 0x80`. */
    readonly limitOwner: string;
  };
  /** How the dispatchers' tables of operations tell the kinds of descriptor. */
  readonly kinds: readonly Kind[];
  readonly descriptors: readonly Descriptor[];
  readonly twins: readonly Twins[];
  /** Members that the struct of every ioctl begins with. */
  readonly first: readonly string[];
  /** Ids and indexes that must be unique. */
  readonly ids: readonly Numbers[];
  /** What a name or a comment says of a number that is taken for good. */
  readonly retired: RegExp;
  readonly capability: {
    /** Type that each begins with. */
    readonly header: string;
    /** Structs that are capabilities. */
    readonly structs: RegExp;
    /** What a comment says of the version, with the number in group 1. */
    readonly version: RegExp;
  };
  /** Enumerators of indexes that are fixed for all time. */
  readonly indexes: RegExp;
}
