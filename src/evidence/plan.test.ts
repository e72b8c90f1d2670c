// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { githubMatrix, gitlabPipeline, type Plan, shellLine } from './plan.ts';

const PLAN: Plan = {
  ...{ schema: 1, topic: 't' },
  runs: [
    {
      ...{ id: 'debian-6.1.x', tree: 'debian:6.1', machine: 'x', cells: ['baseline'] },
      command: ['kpw', 'matrix', '--tree', 'debian:6.1', '--set', "name=it's"],
    },
    {
      ...{ id: 'debian-6.1.y', tree: 'debian:6.1', machine: 'y', cells: ['baseline'], command: ['kpw'] },
      skip: { code: 'HOST_LACKS', title: 'no QEMU', hint: 'h' },
    },
  ],
};

test('a job matrix of GitHub has a job for each run that can be made', () => {
  expect(githubMatrix(PLAN)).toEqual({
    include: [
      {
        ...{ id: 'debian-6.1.x', tree: 'debian:6.1', machine: 'x' },
        command: "kpw matrix --tree debian:6.1 --set 'name=it'\\''s'",
      },
    ],
  });
});

test('a pipeline of GitLab runs each and joins them, whatever became of one', () => {
  expect(gitlabPipeline(PLAN)).toMatchInlineSnapshot(`
    {
      "debian-6.1.x": {
        "artifacts": {
          "paths": [
            "out/debian-6.1.x/",
          ],
          "when": "always",
        },
        "script": [
          "npm ci",
          "npx kpw matrix --tree debian:6.1 --set 'name=it'\\''s' --out out/debian-6.1.x",
        ],
        "stage": "run",
      },
      "join": {
        "artifacts": {
          "paths": [
            "joined/",
          ],
          "when": "always",
        },
        "script": [
          "npm ci",
          "npx kpw merge out/* --out joined",
        ],
        "stage": "join",
        "when": "always",
      },
      "stages": [
        "run",
        "join",
      ],
    }
  `);
});

test('a command line means to a shell what it meant to kpw', () => {
  const words = ['a b', "it's", '$HOME', '*', '', '--x=1', 'ä', '`id`', '"q"'];
  const said = execFileSync('sh', ['-c', `for word in ${shellLine(words)}; do printf '%s\\n' "$word"; done`]);
  expect(said.toString().split('\n').slice(0, -1)).toEqual(words);
});
