// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import { isDriver } from '../lib/driver/code.ts';
import { type Promised, promisesOf } from '../lib/driver/promise.ts';
import { reachesDrivers } from '../lib/driver/reach.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-name-unused',
  severity: 'warning',
  effect: 'defect',
  category: 'beh',
  needs: ['uapi', 'drivers', 'whole'],
  apart: true,
  title:
    'A new flag, capability, feature or extension is defined, and no driver at hand does anything with it.',
  why: 'A name without code takes a bit or a number for ever, and a program that waits for it waits in vain.',
  reference:
    'Documentation/process/stable-api-nonsense.rst; Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Define the name in the patch that makes a driver use it.',
  compare: (subject) => (reachesDrivers(subject) ? unused(subject) : []),
};

/** What a driver has to act on; enumerators of states, indexes and sizes are for programs as well. */
const ACTED_ON = /_FLAGS?_|_CAP_|_FEATURE_|_EXT_|^VFIO_(TYPE1_|SPAPR_|NOIOMMU_|UNMAP_|UPDATE_|DMA_CC)/;

function unused({ before, after, uapi }: Subject): Found[] {
  if (!uapi) return [];
  const was = promisesOf(uapi.before, before);
  const fresh = [...promisesOf(uapi.after, after).values()].filter(
    ({ name }) => !was.has(name) && ACTED_ON.test(name),
  );
  if (fresh.length === 0) return [];
  const code = after.paths.filter(isDriver).map((path) => blankComments(after.get(path)?.text ?? ''));
  const uses = (name: string) => code.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  return fresh
    .filter(({ name }) => !uses(name))
    .filter((one) => !inUsedMacro(one))
    .map(finding);

  /** `#define ALL (A | B)` stands for A where ALL is used. */
  function inUsedMacro({ name, header }: Promised): boolean {
    const text = uapi?.after.header(header)?.text ?? '';
    const masks = [...text.matchAll(new RegExp(`#\\s*define\\s+(\\w+)[^\\n]*\\b${name}\\b`, 'g'))];
    return masks.some(([, mask = '']) => mask !== name && uses(mask));
  }
}

function finding({ name, path, line, text }: Promised): Found {
  const message = `${name} is new, and no driver at hand (drivers/vfio, drivers/iommu/iommufd, what the patch touches) mentions it`;
  return { file: path, line, message, symbol: name, after: { file: path, line, text } };
}
