// SPDX-License-Identifier: GPL-2.0-only
import type { Mutation } from '../mutation.ts';
import { beh } from './beh.ts';
import { enm } from './enm.ts';
import { hnd } from './hnd.ts';
import { ioc } from './ioc.ts';
import { layOthers } from './lay-others.ts';
import { layVfio } from './lay-vfio.ts';
import { mac } from './mac.ts';
import { added } from './new.ts';
import { tre } from './tre.ts';
import { vfio } from './vfio.ts';

export const corpus: readonly Mutation[] = [
  ...layVfio,
  ...layOthers,
  ...enm,
  ...mac,
  ...ioc,
  ...added,
  ...hnd,
  ...vfio,
  ...beh,
  ...tre,
];
