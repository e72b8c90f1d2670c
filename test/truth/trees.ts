// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { apiOf } from '../../src/uapi/api.ts';
import { headerSetOf } from '../../src/uapi/headers/tree-headers.ts';
import { TARGETS } from '../../src/uapi/targets.ts';
import { debian, testContext } from '../support.ts';
import { type Compared, compared } from './compare.ts';
import { type Truth, truthOf } from './oracle.ts';

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
  const truths = await truthOf(headers, target, testContext().cache, names);
  return { truths, compared: compared(apiOf(headers, [target]), target, truths) };
}
