// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerb } from '../../test/run-verb.ts';
import { completion } from './completion.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kpw-completion-'));
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, shell), (await runVerb(completion, [shell])).said);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash itself offers for the last word. */
function offered(...words: string[]): string[] {
  const script = `. ${join(folder, 'bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_kpw; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { cwd: folder }).toString().split('\n').filter(Boolean).sort();
}

test('bash offers verbs, verbs of two words, options of just that verb, and choices', () => {
  expect(offered('kpw', 'ma')).toEqual(['machines', 'matrix']);
  expect(offered('kpw', 'uapi', '')).toEqual(['diff', 'dump', 'show']);
  expect(offered('kpw', 'uapi', 'diff', '--wai')).toEqual(['--waivers']);
  expect(offered('kpw', 'matrix', '--plan', '')).toEqual(['github', 'gitlab', 'json']);
  expect(offered('kpw', 'trees', '--coverage')).toEqual([]);
});

test('where a file may stand, bash offers files', () => {
  expect(offered('kpw', 'check', '--mbox', 'fi')).toEqual(['fish']);
});

test.each(['zsh', 'fish'])('%s takes what is for it, where it is installed', (shell) => {
  const { status, error, stderr } = spawnSync(shell, ['-n', join(folder, shell)]);
  if (error) return;
  expect([status, String(stderr)]).toEqual([0, '']);
});

test('another shell is refused by name', async () => {
  await expect(runVerb(completion, ['tcsh'])).rejects.toThrow('there is no completion for "tcsh"');
});
