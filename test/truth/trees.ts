// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { apiOf } from '../../src/uapi/api.ts';
import { headerSetOf } from '../../src/uapi/headers/tree-headers.ts';
import { TARGETS } from '../../src/uapi/targets.ts';
import { debian, testContext } from '../support.ts';
import { type Compared, compared } from './compare.ts';
import { Oracle, type Truth } from './oracle.ts';

export interface Trial {
  readonly truths: readonly Truth[];
  readonly compared: readonly Compared[];
}

/**
 * The engine against the compiler on one tree and target.
 *
 * @param only installed names to try; all where undefined
 */
export async function trial(series: string, id: TargetId, only?: (name: string) => boolean): Promise<Trial> {
  const target = TARGETS.find((one) => one.id === id);
  if (!target) throw new Error(`no target ${id}`);
  const headers = await headerSetOf(await debian(series));
  const names = headers.names(target).filter((name) => only?.(name) ?? true);
  const oracle = new Oracle(headers, target, testContext().cache);
  const api = apiOf(headers, [target]);
  const together = compared(api, target, await oracle.truths(names));
  // Where both agree, it does not matter that headers shared a unit; a deviation is one only if it stands alone too.
  const doubtful = new Set(together.filter(({ verdict }) => verdict !== 'equal').map(({ header }) => header));
  if (doubtful.size > 0) await oracle.truths([...doubtful], true);
  const truths = await oracle.truths(names);
  return { truths, compared: compared(api, target, truths) };
}
