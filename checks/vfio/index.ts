// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as argszFirst } from './vfio-argsz-first.ts';
import { rule as capabilityHeader } from './vfio-capability-header.ts';
import { rule as docLine } from './vfio-doc-line.ts';
import { rule as idUsed } from './vfio-id-used.ts';
import { rule as indexShifted } from './vfio-index-shifted.ts';
import { rule as numberUsed } from './vfio-number-used.ts';
import { rule as requestForm } from './vfio-request-form.ts';
import { rule as twinMissing } from './vfio-twin-missing.ts';

export const vfio: readonly Rule[] = [
  argszFirst,
  capabilityHeader,
  docLine,
  idUsed,
  indexShifted,
  numberUsed,
  requestForm,
  twinMissing,
];
