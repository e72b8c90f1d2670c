// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subsystems } from '../../../subsystems/index.ts';
import * as api from '../../api/index.ts';
import { Snapshot } from '../../series/sources.ts';
import { makeTopic } from '../../skeleton/topic/make.ts';
import type { TopicPlan } from '../../skeleton/topic/plan.ts';
import type { Package } from '../topics.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

export const KNOWN: Package = { api: { ...api }, subsystems };

const DRIVER = `#include <linux/module.h>

/* Lights it. */
static int __init lamp_init(void)
{
	int error;

	error = lamp_on();
	return error;
}

module_init(lamp_init);
`;

export const LAMP_TREE = new Snapshot('lamp-1.0', new Map([['drivers/lamp/lamp.c', DRIVER]]));

const ENTRY = {
  ...{ file: 'drivers/lamp/lamp.c', name: 'lamp_init', head: 'static int __init lamp_init(void)' },
  called: 'at loading',
} as const;

export const LAMP_PLAN: TopicPlan = {
  name: 'lamp',
  driver: {
    ...{ path: ENTRY.file, module: 'lamp', folder: 'drivers/lamp', symbol: 'LAMP', files: [ENTRY.file] },
    ...{ registers: undefined, entries: [ENTRY] },
  },
  ...{
    entry: ENTRY,
    uapi: undefined,
    tree: 'debian:6.1',
    flavours: ['amd64'],
    part: undefined,
    calls: 'some',
  },
};

/** A home with a topic of its own, as kpw new topic writes it. */
export async function lampHome(plan = LAMP_PLAN): Promise<{ home: string; folder: string }> {
  const home = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  const { folder } = await makeTopic(plan, { home, found: false, project: PROJECT });
  return { home, folder };
}

/** The same with a text in place of another in one of its files. */
export async function edited(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(path, text.replace(from, to));
}
