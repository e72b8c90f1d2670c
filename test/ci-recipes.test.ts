// SPDX-License-Identifier: GPL-2.0-only
// What a CI system includes, by the schemas of those systems; and the script that all of it calls, run.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROJECT } from '../src/cli/project.ts';
import { githubMatrix, gitlabPipeline, type Plan } from '../src/evidence/plan.ts';

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const PLAN: Plan = {
  ...{ schema: 1, topic: 't' },
  runs: [
    {
      ...{ id: 'debian-6.1.x86-intel', tree: 'debian:6.1', machine: 'x86-intel', cells: ['baseline'] },
      command: ['kpw', 'matrix', '--tree', 'debian:6.1', '--machine', 'x86-intel'],
    },
  ],
};

/** GitLab's own schema of pipelines, as gitlab-ci-local carries it. */
function gitlab(pipeline: unknown): unknown {
  const { default: schema } = createRequire(import.meta.url)('gitlab-ci-local/src/schema/index.js');
  const ajv = new Ajv({
    ...{ allErrors: true, allowUnionTypes: true },
    strict: false,
    validateFormats: false,
  });
  const validate = ajv.compile(schema);
  return validate(pipeline) ? [] : validate.errors;
}

test('action.yml is an action of GitHub', () => {
  expect(validateAction(read('action.yml')).errors).toEqual([]);
});

test('the workflow of the docs is one of GitHub, and takes the job matrix of a plan', () => {
  const [workflow = ''] = /```yaml\n(jobs:[\s\S]*?)```/.exec(read('docs/runs.md'))?.slice(1) ?? [];
  expect(validateWorkflow(`on: push\n${workflow}`).errors).toEqual([]);
  const fixed = workflow.replace(
    `'\${{ fromJSON(needs.plan.outputs.matrix) }}'`,
    JSON.stringify(githubMatrix(PLAN)),
  );
  expect(fixed).not.toBe(workflow);
  expect(validateWorkflow(`on: push\n${fixed}`).errors).toEqual([]);
});

test('the recipes of the docs are a workflow of GitHub and a pipeline of GitLab', () => {
  const [workflow = '', pipeline = ''] = [...read('docs/ci.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    (found) => found[1] ?? '',
  );
  expect(validateWorkflow(workflow).errors).toEqual([]);
  expect(gitlab(parse(pipeline))).toEqual([]);
});

test('ci/gitlab.yml, and the pipeline that a plan becomes, are pipelines of GitLab', () => {
  const template = parse(read('ci/gitlab.yml'));
  expect(gitlab({ ...template, lamp: { extends: '.kpw-series' } })).toEqual([]);
  expect(gitlab(gitlabPipeline(PLAN))).toEqual([]);
  expect(gitlab({ lamp: { skript: [] } })).not.toEqual([]);
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpw-ci-'));
  const tree = join(folder, 'tree');
  for (const path of ['drivers/lamp', 'include/uapi/linux', 'include/linux'])
    mkdirSync(join(tree, path), { recursive: true });
  writeFileSync(join(tree, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION =\n');
  writeFileSync(join(tree, 'Kbuild'), '');
  writeFileSync(join(tree, 'drivers/lamp/lamp.c'), 'int lamp_on(void)\n{\n\treturn 0;\n}\n');
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada Lamp', '-c', 'user.email=ada@lamps.test', ...argv], {
      cwd: tree,
    });
  git('init', '-q');
  git('add', '-f', '-A');
  git('commit', '-qm', 'base');
  writeFileSync(join(tree, 'drivers/lamp/lamp.c'), 'int lamp_on(void)\n{\n\treturn 1;\n}\n');
  git(
    'commit',
    '-qam',
    'lamp: Say that the lamp is on\n\nIt said 0, which is off.\n\nSigned-off-by: Ada Lamp <ada@lamps.test>',
  );
  git('format-patch', '-q', '-1', '-o', join(folder, 'mails'));
  git('commit', '-q', '--amend', '-m', 'lamp: Say that the lamp is on\n\nIt said 0, which is off.');
  git('format-patch', '-q', '-1', '-o', join(folder, 'bad'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const series = (mails: string, env: Record<string, string> = {}) => {
  const out = mkdtempSync(join(folder, 'out-'));
  const argv = [mails, `${join(folder, 'tree')}@HEAD~1`, out];
  const { status, stdout, stderr } = spawnSync(join(PROJECT, 'ci/series.sh'), argv, {
    env: { ...process.env, KPW_BOOT: 'no', ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr, files: readdirSync(out).sort(), out };
};

test('the script writes what its systems read', { timeout: 60_000 }, () => {
  const { status, files, out } = series(join(folder, 'mails'), { KPW_FORMATS: 'junit sarif gitlab' });
  expect(files).toEqual(['check.gitlab', 'check.junit', 'check.md', 'check.sarif']);
  expect(JSON.parse(readFileSync(join(out, 'check.sarif'), 'utf8')).version).toBe('2.1.0');
  expect(status).toBe(0);
});

test('on GitHub the log has an annotation for what is wrong', { timeout: 60_000 }, () => {
  const { status, stdout } = series(join(folder, 'bad'), { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error /m);
});

test('a series that is not there has the exit status of that, and files that say so', {
  timeout: 60_000,
}, () => {
  const { status, files, out } = series(join(folder, 'none'));
  expect(status).toBe(4);
  expect(files).toContain('check.junit');
  expect(readFileSync(join(out, 'check.junit'), 'utf8')).toContain('MAIL_UNREADABLE');
});

test('without its two arguments the script tells how it is called', () => {
  const { status, stderr } = spawnSync(join(PROJECT, 'ci/series.sh'), [], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('ci/series.sh SERIES TREE [OUT]');
});
