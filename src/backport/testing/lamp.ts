// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judgement, StructurePath } from '../verdict.ts';

/** Two functions that look alike, as in many a driver. */
export const LAMP = `// SPDX-License-Identifier: GPL-2.0
#include <linux/lamp.h>

static int lamp_start(struct lamp *lamp, int level)
{
	int ret;

	mutex_lock(&lamp->lock);
	ret = lamp_power(lamp, level);
	if (ret) {
		dev_err(lamp->dev, "no power\\n");
		goto out;
	}
	if (lamp->hot) {
		dev_warn(lamp->dev, "too hot\\n");
		goto out;
	}
	lamp->level = level;
out:
	mutex_unlock(&lamp->lock);
	return ret;
}

static int lamp_resume(struct lamp *lamp, int level)
{
	int ret;

	mutex_lock(&lamp->lock);
	ret = lamp_power(lamp, level);
	if (ret) {
		dev_err(lamp->dev, "no power after sleep\\n");
		goto out;
	}
	lamp->level = level;
	lamp->awake = true;
out:
	mutex_unlock(&lamp->lock);
	return ret;
}
`;

export interface BackportCase {
  /** The file before and after, on each side. */
  readonly upstream: readonly [string, string];
  readonly backport: readonly [string, string];
  readonly message?: string;
  readonly trees?: boolean;
}

/** What git diff says of two texts. */
export function diffOf(path: string, before: string, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kpw-test-'));
  try {
    writeFileSync(join(folder, 'a'), before, 'latin1');
    writeFileSync(join(folder, 'b'), after, 'latin1');
    execFileSync('git', ['diff', '--no-index', '--no-color', 'a', 'b'], {
      cwd: folder,
      encoding: 'latin1',
      maxBuffer: 2 ** 28,
    });
    return '';
  } catch (error) {
    // git diff --no-index ends with 1 where the two differ.
    return String((error as { stdout?: string }).stdout ?? '')
      .replaceAll('a/a', `a/${path}`)
      .replaceAll('b/b', `b/${path}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A judgement in some lines. */
export function told({ state, verdicts, notes, remarks }: Judgement): string {
  const at = (place: StructurePath | undefined) =>
    place ? [`${place.path}:${place.line}`, ...place.scopes, place.statement].join(' › ') : 'nowhere';
  return [
    state,
    ...remarks,
    ...notes.map((note) => `note: ${note}`),
    ...verdicts.flatMap((one) => [
      `${one.verdict}: ${at(one.upstream)} | ${at(one.backport)}`,
      ...(one.right ? [`  belongs ${at(one.right)}`] : []),
      ...(one.why ? [`  ${one.why}`] : []),
      ...(one.lacks.length > 0 ? [`  lacks ${one.lacks.join(' / ')}`] : []),
      ...(one.more.length > 0 ? [`  more ${one.more.join(' / ')}`] : []),
      ...one.reworded.map(({ upstream, backport }) => `  ${upstream} -> ${backport}`),
    ]),
  ].join('\n');
}
