// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { foreignSchema, jsonProblems } from '../testing/validators.ts';
import { kcidb } from './kcidb.ts';

const written = (results = sample(), settings = SETTINGS) => JSON.parse(kcidb.write(results, settings));
const schema = foreignSchema('kcidb-5.3.json');
const of = <T extends { id: string }>(all: readonly T[], part: string) =>
  all.find(({ id }) => id.includes(part));

test('a design is a checkout with its patches, a build, and tests of it', () => {
  const { checkouts, builds, tests } = written();
  const build = of<{ id: string; checkout_id: string }>(builds, '/ioctl');
  expect(build).toMatchInlineSnapshot(`
    {
      "architecture": "x86_64",
      "checkout_id": "kpw:d1aec299148ccfca16b55dc98fd52ea691c3a9fd",
      "comment": "ioctl for pc",
      "config_name": "6.1.0-1-amd64",
      "duration": 2.5,
      "id": "kpw:20260101T000000Z-debian-6.1-pc/debian-6_1/pc/ioctl",
      "log_excerpt": "drivers/lamp.c:9: unused",
      "misc": {
        "host": {
          "cpus": 2,
          "node": "20.0.0",
          "qemu": "7.2.0",
        },
        "kernel": {
          "release": "6.1.0-1-amd64",
          "way": "prebuilt",
        },
        "kpw": {
          "commit": "0123456789012345678901234567890123456789",
          "name": "kpw",
          "version": "0.1.0",
        },
      },
      "origin": "kpw",
      "start_time": "2026-01-01T00:00:00.123Z",
      "status": "PASS",
    }
  `);
  expect(of(checkouts, build?.checkout_id ?? '')).toMatchInlineSnapshot(`
    {
      "comment": "Linux 6.1.1, an ioctl switches it",
      "id": "kpw:d1aec299148ccfca16b55dc98fd52ea691c3a9fd",
      "misc": {
        "base": {
          "kind": "debian",
          "package": "linux-source-6.1",
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "version": "6.1.1-1",
        },
      },
      "origin": "kpw",
      "patchset_files": [
        {
          "name": "0001-lamp-Restore.patch",
          "url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/series/ioctl/0001-lamp-Restore.patch",
        },
        {
          "name": "0002-lamp-Switch.patch",
          "url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/series/ioctl/0002-lamp-Switch.patch",
        },
      ],
      "patchset_hash": "5169c2a8f31ccef0ba5c9d75dbe959ecb4d04bb64030adbe416f4db6ff329aaa",
      "start_time": "2026-01-01T00:00:00.123Z",
      "tree_name": "debian-6.1",
      "valid": true,
    }
  `);
  expect(of(tests, 'switch.b')).toMatchInlineSnapshot(`
    {
      "build_id": "kpw:20260101T000000Z-debian-6.1-pc/debian-6_1/pc/ioctl",
      "comment": "lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)",
      "environment": {
        "comment": "a PC, 6.1.0-1-amd64",
        "misc": {
          "machine": "pc",
        },
      },
      "id": "kpw:20260101T000000Z-debian-6.1-pc/debian-6_1/pc/ioctl/lamp_test/switch.b",
      "log_excerpt": "lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)
    switch.b: Test failed",
      "log_url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/guest/boot-1/console.log",
      "misc": {
        "name": "lamp_test/switch.b",
      },
      "origin": "kpw",
      "path": "kpw.lamp_test.switch.b",
      "start_time": "2026-01-01T00:00:00.123Z",
      "status": "FAIL",
    }
  `);
});

test('an announced failure passes, and says so; a measurement is a number', () => {
  const { tests } = written();
  expect(of(tests, 'led.d')).toMatchObject({ status: 'PASS', misc: { xfail: true } });
  expect(of(tests, 'lamp.on.median')).toMatchObject({
    status: 'DONE',
    path: 'kpw.measure.lamp.on.median',
    number: { value: 120.5, unit: 'ns' },
  });
});

test('the hash of the patches is that of sha256sum | cut | sha256sum', () => {
  const sha256 = sample().designs[1]?.patches[0]?.sha256 ?? '';
  const wanted = createHash('sha256').update(`${sha256}\n${sha256}\n`).digest('hex');
  const hashes = written().checkouts.map((one: { patchset_hash: string }) => one.patchset_hash);
  expect(hashes).toContain(wanted);
});

test.skipIf(schema === undefined)("kcidb-io's schema accepts it, with files of patches and without", () => {
  const failure = { code: 'NO_NETWORK', title: 'no network', hint: 'Plug it in.' };
  const all = [
    written(),
    written(sample(), { ...SETTINGS, artifacts: undefined, origin: 'my_lab' }),
    written(sample(undefined, { designs: [], failure })),
  ];
  expect(all.flatMap((one) => jsonProblems(schema ?? '', one))).toEqual([]);
  expect(jsonProblems(schema ?? '', { ...written(), tests: [{ id: 'x' }] })).not.toEqual([]);
});

test('every build has its checkout, every test its build, and ids are there once', () => {
  const results = sample();
  const { checkouts, builds, tests } = written({
    ...results,
    designs: [...results.designs, ...results.designs],
  });
  const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
  for (const all of [checkouts, builds, tests]) expect(new Set(ids(all)).size).toBe(all.length);
  expect(builds.filter((one: { checkout_id: string }) => !ids(checkouts).includes(one.checkout_id))).toEqual(
    [],
  );
  expect(tests.filter((one: { build_id: string }) => !ids(builds).includes(one.build_id))).toEqual([]);
});
