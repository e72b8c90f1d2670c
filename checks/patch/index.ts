// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as barrier } from './patch-barrier.ts';
import { rule as bootParameter } from './patch-boot-parameter.ts';
import { rule as broken } from './patch-broken.ts';
import { rule as defaultOn } from './patch-default-on.ts';
import { rule as kernelDoc } from './patch-kernel-doc.ts';
import { rule as moduleParameter } from './patch-module-parameter.ts';
import { rule as procEntry } from './patch-proc-entry.ts';
import { rule as sysfsAttribute } from './patch-sysfs-attribute.ts';
import { rule as whitespace } from './patch-whitespace.ts';

export const patch: readonly Rule[] = [
  moduleParameter,
  bootParameter,
  procEntry,
  sysfsAttribute,
  defaultOn,
  broken,
  kernelDoc,
  barrier,
  whitespace,
];
