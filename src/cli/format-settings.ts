// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormatSettings } from '../results/format.ts';
import type { Results } from '../results/model.ts';
import { BadParameter } from '../series/errors.ts';
import { PROJECT } from './project.ts';

/**
 * What formats want beside the model: pages of the rules that found something, KPW_ARTIFACTS_URL, KCIDB_ORIGIN.
 *
 * @throws BadParameter for an origin that KCIDB would refuse, or an address that is none
 */
export async function formatSettings({ rules }: Pick<Results, 'rules'>): Promise<FormatSettings> {
  const { KCIDB_ORIGIN: origin = 'kpw', KPW_ARTIFACTS_URL: artifacts } = process.env;
  if (!/^[a-z0-9_]+$/.test(origin))
    throw new BadParameter({
      title: 'KCIDB_ORIGIN takes only small letters, digits and _',
      where: `KCIDB_ORIGIN=${origin}`,
      hint: 'Set it to the name that KernelCI knows you by.',
    });
  if (artifacts && !/^https?:\/\/[^\s"<>]+$/.test(artifacts))
    throw new BadParameter({
      title: 'KPW_ARTIFACTS_URL is no http or https address',
      where: `KPW_ARTIFACTS_URL=${artifacts}`,
      hint: 'Set it to where the folder of --out can be fetched: https://ci.example.org/runs',
    });
  const pages = new Map<string, string>();
  for (const { page } of rules) {
    const text =
      page === undefined ? undefined : await readFile(join(PROJECT, page), 'utf8').catch(() => undefined);
    if (page !== undefined && text !== undefined) pages.set(page, text);
  }
  return { pages, artifacts: artifacts ? artifacts.replace(/\/+$/, '') : undefined, origin };
}
